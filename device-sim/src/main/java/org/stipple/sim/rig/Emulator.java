package org.stipple.sim.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The emulated machine: one QEMU, from power on until it is closed.
 *
 * <p>Memory, processors and the PWM's page go with {@code pi.dts}. Any thread.
 */
final class Emulator implements AutoCloseable {

  private static final Pattern PL061 =
      Pattern.compile("\"name\": \"([^\"]+)\", \"type\": \"child<pl061>\"");
  private static final Pattern PL061_REVERSED =
      Pattern.compile("\"type\": \"child<pl061>\", \"name\": \"([^\"]+)\"");
  private static final long END_S = 5;

  private final Process process;
  private final OutsidePins pins;
  private final InsideShell shell;
  private final Conversation monitor;

  private Emulator(Process process, Conversation monitor, OutsidePins pins, InsideShell shell) {
    this.process = process;
    this.monitor = monitor;
    this.pins = pins;
    this.shell = shell;
  }

  /**
   * Switches it on.
   *
   * @param app folder that the machine sees as {@code /app}
   * @param rig folder that it sees as {@code /rig}; its file {@code shell} takes the commands
   * @param sockets a folder of our own
   */
  static Emulator start(Image image, Path app, Path rig, Path sockets, I2cAdapter i2c)
      throws IOException, InterruptedException {
    Path test = sockets.resolve("test");
    Path monitor = sockets.resolve("monitor");
    List<String> command =
        new ArrayList<>(
            List.of(
                ("qemu-system-aarch64 -M virt -cpu cortex-a72 -m 1024 -smp 2"
                        + " -accel tcg,thread=multi -nodefaults -no-reboot -display none -net none"
                        + " -serial stdio -qtest-log /dev/null")
                    .split(" ", -1)));
    command.addAll(
        List.of(
            "-dtb",
            image.description().toString(),
            "-kernel",
            image.kernel().toString(),
            "-initrd",
            image.firstPrograms().toString(),
            "-append",
            "console=ttyAMA0 quiet panic=-1 mitigations=off",
            "-drive",
            "if=none,id=root,format=raw,readonly=on,file=" + image.root(),
            "-device",
            "virtio-blk-pci,drive=root",
            "-qtest",
            "unix:" + test + ",server=on,wait=off",
            "-qmp",
            "unix:" + monitor + ",server=on,wait=off",
            "-device",
            "qemu-xhci",
            "-chardev",
            "socket,id=usb,path=" + i2c.socket(),
            "-device",
            "usb-redir,chardev=usb"));
    command.addAll(shared("app", app));
    command.addAll(shared("rig", rig));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      InsideShell shell = InsideShell.on(process);
      Conversation talk = Conversation.with(monitor);
      String chip = findChip(talk);
      return new Emulator(process, talk, new OutsidePins(Conversation.with(test), chip), shell);
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static List<String> shared(String name, Path folder) {
    return List.of(
        "-fsdev", "local,id=" + name + ",path=" + folder + ",security_model=none,readonly=on",
        "-device", "virtio-9p-pci,fsdev=" + name + ",mount_tag=" + name);
  }

  /** Its place in QEMU's tree of objects depends on what else there is. */
  private static String findChip(Conversation monitor) throws IOException {
    String greeting = monitor.hear();
    if (!greeting.contains("QMP")) {
      throw new IOException("no monitor: " + greeting);
    }
    ask(monitor, "{\"execute\":\"qmp_capabilities\"}");
    String list =
        ask(monitor, "{\"execute\":\"qom-list\",\"arguments\":{\"path\":\"/machine/unattached\"}}");
    for (Pattern pattern : List.of(PL061, PL061_REVERSED)) {
      Matcher matcher = pattern.matcher(list);
      if (matcher.find()) {
        return "/machine/unattached/" + matcher.group(1);
      }
    }
    throw new IOException("this QEMU's machine has no PL061");
  }

  private static String ask(Conversation monitor, String question) throws IOException {
    monitor.say(question);
    while (true) {
      String answer = monitor.hear();
      if (answer.startsWith("{\"return\"")) {
        return answer;
      }
      if (answer.startsWith("{\"error\"")) {
        throw new IOException("the monitor refuses: " + answer);
      }
    }
  }

  /** Its lines and PWM registers, from outside. */
  OutsidePins pins() {
    return pins;
  }

  /** What runs commands inside. */
  InsideShell shell() {
    return shell;
  }

  /** Most memory it had, kB. */
  long peakKilobytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    pins.close();
    monitor.close();
    process.destroy();
    try {
      if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
