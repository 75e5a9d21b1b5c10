package org.stipple.controller.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What this process and its loop thread ask of the kernel, so that a busy computer does not make a
 * tick late: memory that stays in place, processors that do not doze, and a thread that goes before
 * all ordinary ones. Each is asked for on its own, and what is refused is told; the loop works
 * without any of them, only less punctually.
 *
 * <p>{@link #hold} for the process first, {@link #enter} on the loop thread last. Sources: the
 * kernel's man pages mlockall(2), sched(7), prctl(2), and Documentation/power/pm_qos_interface.
 */
public final class RealTime implements AutoCloseable {

  /** Priority of the loop: below the kernel's own at 99. */
  public static final int LOOP_PRIORITY = 80;

  private static final long TIMER_SLACK_NS = 1;
  private static final Path DMA_LATENCY = Path.of("/dev/cpu_dma_latency");
  private static final Path ISOLATED = Path.of("/sys/devices/system/cpu/isolated");

  /** Bit of CAP_IPC_LOCK in the capability sets of capabilities(7). */
  private static final int CAP_IPC_LOCK = 14;

  private static final String GRANT_FIFO =
      "LimitRTPRIO=90 in the systemd unit, or: echo '@stipple - rtprio 90' | sudo tee -a"
          + " /etc/security/limits.d/stipple.conf";
  private static final String GRANT_MEMORY =
      "LimitMEMLOCK=infinity in the systemd unit, or: echo '@stipple - memlock unlimited' | sudo"
          + " tee -a /etc/security/limits.d/stipple.conf";
  private static final String GRANT_LATENCY =
      "echo 'KERNEL==\"cpu_dma_latency\", GROUP=\"stipple\", MODE=\"0660\"' | sudo tee"
          + " /etc/udev/rules.d/90-stipple.rules && sudo udevadm trigger";

  private final Libc.Call call = new Libc.Call();
  private final List<RealTimeRight> rights = new ArrayList<>();
  private int latencyDescriptor = -1;

  private RealTime() {}

  /** Asks what concerns the whole process, and holds it until {@link #close}. */
  public static RealTime hold() {
    RealTime held = new RealTime();
    held.rights.add(held.lockMemory());
    held.rights.add(held.holdLatency());
    held.rights.add(held.safepointsFirst());
    return held;
  }

  /** What {@link #hold} got. */
  public List<RealTimeRight> rights() {
    return List.copyOf(rights);
  }

  /**
   * Asks what concerns the calling thread, for as long as it lives.
   *
   * @param priority FIFO priority, 1 to 98
   * @param processor the one processor it runs on; empty = any
   */
  public static List<RealTimeRight> enter(int priority, OptionalInt processor) {
    try (Libc.Call call = new Libc.Call()) {
      List<RealTimeRight> rights = new ArrayList<>();
      processor.ifPresent(number -> rights.add(pin(call, number)));
      rights.add(slack(call));
      rights.add(fifo(call, priority));
      return rights;
    }
  }

  /**
   * The processor the loop should have to itself: the first that the kernel's command line
   * isolated, else the one of those this process may use that has served the fewest interrupts of
   * devices. Empty where there is only one.
   */
  public static OptionalInt loopProcessor() {
    try {
      String isolated = Files.readString(ISOLATED).strip();
      if (!isolated.isEmpty()) {
        return OptionalInt.of(Integer.parseInt(isolated.split("[,-]", 2)[0]));
      }
    } catch (IOException | NumberFormatException _) {
      // No such file on this kernel: nothing is isolated.
    }
    return ownLine("status", "Cpus_allowed_list:")
        .map(Processors::listed)
        .filter(allowed -> allowed.size() > 1)
        .map(Processors::quietest)
        .orElseGet(OptionalInt::empty);
  }

  /** What the kernel would grant a controller on this host. */
  public static List<RealTimeRight> tryOut() {
    try (RealTime held = hold()) {
      List<RealTimeRight> rights = new ArrayList<>(held.rights());
      rights.addAll(tryThread(LOOP_PRIORITY, loopProcessor()));
      return rights;
    }
  }

  /** What {@link #enter} would get, found out on a thread that ends at once. */
  public static List<RealTimeRight> tryThread(int priority, OptionalInt processor) {
    List<RealTimeRight> rights = new ArrayList<>();
    Thread thread = new Thread(() -> rights.addAll(enter(priority, processor)), "stipple-try");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return rights;
  }

  /** Locking what will be mapped later, under a limit, would make a later mapping fail instead. */
  private RealTimeRight lockMemory() {
    boolean mayLockAll =
        ownLine("limits", "Max locked memory").map(l -> l.startsWith("unlimited")).orElse(false)
            || ownLine("status", "CapEff:")
                .map(set -> (Long.parseUnsignedLong(set, 16) >> CAP_IPC_LOCK & 1) == 1)
                .orElse(false);
    if (!mayLockAll) {
      return RealTimeRight.refused(
          "memory", "may be paged out, and a tick then waits for the disk", GRANT_MEMORY);
    }
    int result = call.lockMemory(Libc.MCL_CURRENT | Libc.MCL_FUTURE);
    return result == 0
        ? RealTimeRight.granted("memory", "locked")
        : RealTimeRight.refused("memory", "not locked: " + error(result), GRANT_MEMORY);
  }

  private RealTimeRight holdLatency() {
    latencyDescriptor = call.open(DMA_LATENCY.toString(), Libc.O_WRONLY | Libc.O_CLOEXEC);
    if (latencyDescriptor < 0) {
      boolean absent = !Files.exists(DMA_LATENCY);
      return RealTimeRight.refused(
          "wake-up",
          absent
              ? "this kernel has no " + DMA_LATENCY
              : "processors may doze deeply and wake late: " + error(latencyDescriptor),
          absent ? null : GRANT_LATENCY);
    }
    int written = call.write(latencyDescriptor, new byte[4], 0, 4);
    return written == 4
        ? RealTimeRight.granted("wake-up", "processors do not doze deeply")
        : RealTimeRight.refused("wake-up", "not held: " + error(written), GRANT_LATENCY);
  }

  /**
   * The thread by which the JVM stops all others for a moment: while it waits for its turn behind
   * an ordinary program, the loop is stopped too.
   */
  private RealTimeRight safepointsFirst() {
    String name = "safepoints";
    OptionalInt thread = ownThread("VM Thread");
    if (thread.isEmpty()) {
      return RealTimeRight.refused(name, "this JVM has no VM Thread", null);
    }
    int result = call.fifo(thread.getAsInt(), LOOP_PRIORITY - 1);
    return result == 0
        ? RealTimeRight.granted(name, "SCHED_FIFO " + (LOOP_PRIORITY - 1))
        : RealTimeRight.refused(
            name, "the JVM's pauses may take longer under load: " + error(result), GRANT_FIFO);
  }

  private static OptionalInt ownThread(String name) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
          return OptionalInt.of(Integer.parseInt(thread.getFileName().toString()));
        }
      }
    } catch (IOException _) {
      // A thread that ended meanwhile, or no /proc at all.
    }
    return OptionalInt.empty();
  }

  private static RealTimeRight pin(Libc.Call call, int processor) {
    int result = call.pinTo(processor);
    return result == 0
        ? RealTimeRight.granted("processor", "the loop runs on processor " + processor)
        : RealTimeRight.refused(
            "processor", "not pinned to processor " + processor + ": " + error(result), null);
  }

  private static RealTimeRight slack(Libc.Call call) {
    int result = call.timerSlackNs(TIMER_SLACK_NS);
    return result == 0
        ? RealTimeRight.granted("timer slack", TIMER_SLACK_NS + " ns")
        : RealTimeRight.refused("timer slack", "stays as it is: " + error(result), null);
  }

  private static RealTimeRight fifo(Libc.Call call, int priority) {
    int result = call.fifo(0, priority);
    return result == 0
        ? RealTimeRight.granted("priority", "SCHED_FIFO " + priority)
        : RealTimeRight.refused(
            "priority",
            "the loop has no real-time priority and ticks may come late under load: "
                + error(result),
            GRANT_FIFO);
  }

  private static String error(int result) {
    return switch (-result) {
      case Libc.EPERM -> "not permitted";
      case Libc.EACCES -> "access denied";
      case Libc.ENOMEM -> "not enough memory, or a limit on locked memory";
      default -> "error " + -result;
    };
  }

  /** What /proc says of this process in the line that begins so. */
  private static Optional<String> ownLine(String file, String name) {
    try {
      return Files.readAllLines(Path.of("/proc/self", file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip())
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Gives back what was held; the memory stays locked while the process lives. */
  @Override
  public void close() {
    if (latencyDescriptor >= 0) {
      int ignored = call.close(latencyDescriptor);
      latencyDescriptor = -1;
    }
    call.close();
  }
}
