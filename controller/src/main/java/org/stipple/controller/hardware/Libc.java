package org.stipple.controller.hardware;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The functions of the C library that the controller calls, as Java methods. Each answers what the
 * function did, or minus the error number (errno) where it failed: no answer needs a second look.
 *
 * <p>64-bit Linux only, as the machine is. The handles are constants, so that a call is as quick as
 * the JVM can make it, and none is marked critical: a collection would wait for one that blocks.
 *
 * <p>Any thread, but a {@link Call} belongs to one: it holds the place where errno is left. No
 * method allocates, except where it takes a text.
 */
final class Libc {

  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;

  static final int O_WRONLY = 1;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final int MCL_CURRENT = 1;
  static final int MCL_FUTURE = 2;

  private static final int TCOFLUSH = 1;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int TIMER_ABSTIME = 1;
  private static final int SCHED_FIFO = 1;

  /** Threads and processes that a FIFO thread starts are ordinary ones: they must never outrank. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  /** struct timex of 64-bit Linux, and where its maxerror is. */
  private static final int TIMEX_BYTES = 208;

  private static final int TIMEX_MAXERROR = 24;

  private static final int PR_SET_TIMERSLACK = 29;
  private static final long NS = 1_000_000_000L;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN = handle("open", INT, ADDRESS, INT);
  private static final MethodHandle WRITE = quiet("write", LONG, INT, ADDRESS, LONG);
  private static final MethodHandle WRITE_AGAIN = handle("write", LONG, INT, ADDRESS, LONG);
  private static final MethodHandle CLOSE = handle("close", INT, INT);
  private static final MethodHandle TCFLUSH = handle("tcflush", INT, INT, INT);
  private static final MethodHandle MLOCKALL = handle("mlockall", INT, INT);
  private static final MethodHandle SET_SCHEDULER =
      handle("sched_setscheduler", INT, INT, INT, ADDRESS);
  private static final MethodHandle SET_AFFINITY =
      handle("sched_setaffinity", INT, INT, LONG, ADDRESS);
  private static final MethodHandle PRCTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("prctl"),
          FunctionDescriptor.of(INT, INT, LONG, LONG, LONG, LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle NANOSLEEP =
      quiet("clock_nanosleep", INT, INT, INT, ADDRESS, ADDRESS);
  private static final MethodHandle ADJTIMEX = handle("adjtimex", INT, ADDRESS);
  private static final MethodHandle GETTIME = quiet("clock_gettime", INT, INT, ADDRESS);

  private Libc() {}

  /** One thread's way to call: where errno is left, and room for what a call points to. */
  static final class Call implements AutoCloseable {

    /** Most bytes of one {@link #write}; what a full pseudo-terminal takes at once. */
    static final int CHUNK = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment bytes = arena.allocate(CHUNK, 8);

    /**
     * open(2).
     *
     * @return the descriptor, or -errno
     */
    int open(String path, int flags) {
      try (Arena own = Arena.ofConfined()) {
        return answer((int) OPEN.invokeExact(state, own.allocateFrom(path), flags));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /**
     * write(2) of at most {@link #CHUNK} bytes; tried once more where it fails, to learn why.
     *
     * @return how many were taken, or -errno
     */
    int write(int descriptor, byte[] from, int offset, int length) {
      int count = Math.min(length, CHUNK);
      MemorySegment.copy(from, offset, bytes, ValueLayout.JAVA_BYTE, 0, count);
      try {
        long taken = (long) WRITE.invokeExact(descriptor, bytes, (long) count);
        if (taken < 0) {
          taken = (long) WRITE_AGAIN.invokeExact(state, descriptor, bytes, (long) count);
        }
        return answer((int) taken);
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /** close(2); 0 or -errno. */
    int close(int descriptor) {
      try {
        return answer((int) CLOSE.invokeExact(state, descriptor));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /** tcflush(3) of what was written and not sent; 0 or -errno. */
    int discardOutput(int descriptor) {
      try {
        return answer((int) TCFLUSH.invokeExact(state, descriptor, TCOFLUSH));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /** mlockall(2); 0 or -errno. */
    int lockMemory(int flags) {
      try {
        return answer((int) MLOCKALL.invokeExact(state, flags));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /**
     * sched_setscheduler(2) to SCHED_FIFO; 0 or -errno.
     *
     * @param thread its number in the kernel, 0 = the calling one
     */
    int fifo(int thread, int priority) {
      bytes.set(INT, 0, priority);
      try {
        return answer(
            (int)
                SET_SCHEDULER.invokeExact(state, thread, SCHED_FIFO | SCHED_RESET_ON_FORK, bytes));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /**
     * sched_setaffinity(2) of the calling thread to one processor; 0 or -errno.
     *
     * @param processor 0 to 1023
     */
    int pinTo(int processor) {
      MemorySegment mask = bytes.asSlice(0, 128).fill((byte) 0);
      mask.setAtIndex(LONG, processor / 64, 1L << (processor % 64));
      try {
        return answer((int) SET_AFFINITY.invokeExact(state, 0, mask.byteSize(), mask));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /** prctl(2): how late a sleep of the calling thread may end, ns; 0 or -errno. */
    int timerSlackNs(long ns) {
      try {
        return answer((int) PRCTL.invokeExact(state, PR_SET_TIMERSLACK, ns, 0L, 0L, 0L));
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /** clock_nanosleep(2) until that time of CLOCK_MONOTONIC; 0 or -errno. */
    int sleepUntilNs(long ns) {
      bytes.set(LONG, 0, ns / NS);
      bytes.set(LONG, 8, ns % NS);
      try {
        return -(int)
            NANOSLEEP.invokeExact(CLOCK_MONOTONIC, TIMER_ABSTIME, bytes, MemorySegment.NULL);
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /** clock_gettime(2) of CLOCK_MONOTONIC, ns; -1 where it failed. */
    long monotonicNs() {
      try {
        int result = (int) GETTIME.invokeExact(CLOCK_MONOTONIC, bytes);
        return result == 0 ? bytes.get(LONG, 0) * NS + bytes.get(LONG, 8) : -1;
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    /**
     * adjtimex(2), which asks and sets nothing.
     *
     * @return the kernel's bound of the error of the time of day, us, or -errno
     */
    long clockErrorUsMax() {
      MemorySegment timex = bytes.asSlice(0, TIMEX_BYTES).fill((byte) 0);
      try {
        int result = answer((int) ADJTIMEX.invokeExact(state, timex));
        return result < 0 ? result : timex.get(LONG, TIMEX_MAXERROR);
      } catch (Throwable e) {
        throw impossible(e);
      }
    }

    private int answer(int result) {
      return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /** The handles' types are checked by their first use, so that this is a programmer's error. */
  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a function of the C library could not be called", e);
  }

  /** For what the tick calls: until it is compiled, a call that catches errno makes garbage. */
  private static MethodHandle quiet(String name, MemoryLayout result, MemoryLayout... takes) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, takes));
  }

  private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... takes) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, takes),
        Linker.Option.captureCallState("errno"));
  }
}
