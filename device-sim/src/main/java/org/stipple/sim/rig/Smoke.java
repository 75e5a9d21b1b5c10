package org.stipple.sim.rig;

import java.io.IOException;
import java.util.List;
import org.stipple.sim.rig.InsideShell.Answer;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;

/** What must work at all on arm64: every native library that is shipped, and {@code doctor}. */
final class Smoke {

  private static final List<String> DOCTOR_FINDS =
      List.of("java", "settings", "pi ", "pins", "not promised", "clock");

  private Smoke() {}

  static void natives(Machine machine, Figures figures) throws IOException, InterruptedException {
    Answer answer = machine.java("device-sim", NativeSmoke.class.getName(), "");
    answer.lines().stream().filter(line -> line.startsWith("native ")).forEach(System.out::println);
    long loaded = answer.lines().stream().filter(line -> line.startsWith("native ok")).count();
    figures.addCount("rig.natives", loaded, Goal.exactly(NativeSmoke.LIBRARIES));
  }

  static void doctor(Machine machine, Figures figures) throws IOException, InterruptedException {
    Answer answer = machine.java("controller", Machine.CONTROLLER, "doctor --settings gpio.toml");
    answer.lines().forEach(System.out::println);
    long found =
        DOCTOR_FINDS.stream()
            .filter(check -> answer.lines().stream().anyMatch(line -> line.startsWith(check)))
            .count();
    boolean sound = answer.ok() && found == DOCTOR_FINDS.size();
    figures.addCount("rig.doctor", sound ? 1 : 0, Goal.exactly(1));
  }
}
