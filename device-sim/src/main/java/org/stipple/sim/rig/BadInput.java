package org.stipple.sim.rig;

import java.io.IOException;
import java.util.List;
import org.stipple.sim.rig.InsideShell.Answer;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;

/** What is wrong with the pins is told by {@code run} in one line that says what to type. */
final class BadInput {

  private static final String SETTINGS = "bad.toml";

  /** A controller that takes what is wrong runs on; then this is told, too. */
  private static final String ENDS = "busybox timeout -s KILL 400 ";

  /**
   * One thing that is wrong.
   *
   * @param name for people
   * @param before makes it wrong, from a sound {@link #SETTINGS}
   * @param as who starts the controller
   * @param said what the line must contain
   * @param after makes it right again
   */
  private record Case(String name, String before, String as, List<String> said, String after) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "wrong chip",
              "sed -i 's/gpiochip0/gpiochip7/' " + SETTINGS,
              "",
              List.of("key 'gpio.chip'", "is 'gpiochip7', which is not there", "gpiochip0"),
              ""),
          new Case(
              "no such line",
              "sed -i 's/\"gpio5\"/\"gpio17\"/' " + SETTINGS,
              "",
              List.of("key 'gpio.heartbeat'", "which this chip has not", "type: gpioinfo"),
              ""),
          new Case(
              "line taken",
              "(gpiomon -c gpiochip0 3 > /dev/null 2>&1 &) ; sleep 1",
              "",
              List.of("key 'gpio.tach'", "another program or driver holds", "fuser -v"),
              "kill $(pidof gpiomon)"),
          new Case(
              "no permission",
              "mkdir app; cp -r /app/telemetry.jar /app/controller.jar /app/controller-lib app;"
                  + " chmod -R a+rX app; chmod 600 /dev/gpiochip0; chmod 644 "
                  + SETTINGS,
              "su somebody -c ",
              List.of("key 'gpio.chip'", "no permission for /dev/gpiochip0", "usermod -aG gpio"),
              "rm -rf app"),
          new Case(
              "no PWM overlay",
              "mount -t tmpfs none /sys/class/pwm",
              "",
              List.of("key 'gpio.pwm_chip'", "there is no /sys/class/pwm/pwmchip0", "dtoverlay"),
              "umount /sys/class/pwm"),
          new Case(
              "unknown model",
              "echo 'Banana Pi' > model; mount --bind model /sys/firmware/devicetree/base/model",
              "",
              List.of("key 'machine.link'", "does not know this computer ('Banana Pi')", "type:"),
              "umount /sys/firmware/devicetree/base/model"));

  private BadInput() {}

  static void run(Machine machine, Figures figures) throws IOException, InterruptedException {
    long right = 0;
    for (Case wrong : CASES) {
      machine.shell("cp gpio.toml " + SETTINGS);
      machine.shell(wrong.before().isEmpty() ? "true" : wrong.before());
      String line =
          ENDS + Machine.javaLine("controller", Machine.CONTROLLER, "run --settings " + SETTINGS);
      Answer answer =
          machine.shell(
              wrong.as().isEmpty()
                  ? line
                  : wrong.as() + "\"" + line.replace("/app/", "/tmp/app/") + "\"");
      machine.shell(wrong.after().isEmpty() ? "true" : wrong.after());
      List<String> told =
          answer.lines().stream().filter(text -> text.startsWith(SETTINGS)).toList();
      boolean good =
          answer.status() == 1
              && told.size() == 1
              && wrong.said().stream().allMatch(told.getFirst()::contains);
      right += good ? 1 : 0;
      System.out.println(
          "%s: %s".formatted(wrong.name(), good ? told.getFirst() : "WRONG, " + answer.text()));
    }
    figures.addCount("rig.bad_inputs_told", right, Goal.exactly(CASES.size()));
  }
}
