package org.stipple.controller.hardware;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's FIFO scheduling for one thread: it runs before every ordinary thread of the machine,
 * so that a busy computer does not make the loop late.
 */
public final class RealTimePriority {

  /** Below the kernel's own at 99; the same as the measurements of the loop were made with. */
  public static final int LOOP = 80;

  private static final int SCHED_FIFO = 1;

  /** Threads and processes that this thread starts are ordinary ones: they must never outrank. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  private static final int EPERM = 1;

  private RealTimePriority() {}

  /**
   * Gives the calling thread FIFO scheduling.
   *
   * @param priority 1 to 98
   * @return null when granted; otherwise one line that says why not and what grants it
   */
  public static @Nullable String take(int priority) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      Linker.Option capture = Linker.Option.captureCallState("errno");
      StructLayout state = Linker.Option.captureStateLayout();
      VarHandle errno =
          state.varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));
      MethodHandle setScheduler =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("sched_setscheduler"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS),
              capture);
      MemorySegment captured = arena.allocate(state);
      MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_INT, priority);
      // Process 0 = the calling thread.
      int result =
          (int) setScheduler.invokeExact(captured, 0, SCHED_FIFO | SCHED_RESET_ON_FORK, parameters);
      return result == 0 ? null : refusal((int) errno.get(captured, 0L));
    } catch (Throwable e) {
      return "no real-time priority: " + e;
    }
  }

  private static String refusal(int errno) {
    return errno == EPERM
        ? "no real-time priority for the loop: not allowed; grant it with LimitRTPRIO=90 in the"
            + " systemd unit, or '@stipple - rtprio 90' in /etc/security/limits.conf"
        : "no real-time priority for the loop: error " + errno + " of sched_setscheduler";
  }
}
