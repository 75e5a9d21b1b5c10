package org.stipple.sim.world;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * A pseudo terminal in raw mode, by the C library (Linux). The other end is opened by whoever opens
 * {@link #slave()}; it is kept open here too, so that the line survives a host that comes and goes.
 *
 * <p>Reading and writing never block. One thread.
 */
final class Pty implements AutoCloseable {

  private static final int O_RDWR = 02;
  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  private static final int TCSANOW = 0;
  private static final short POLLIN = 1;
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;
  private static final int TERMIOS_BYTES = 256;
  private static final int BUFFER_BYTES = 4096;
  private static final int LONGEST_NAME = 128;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_FIELD =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPENPT = intCall("posix_openpt", INT);
  private static final MethodHandle GRANTPT = intCall("grantpt", INT);
  private static final MethodHandle UNLOCKPT = intCall("unlockpt", INT);
  private static final MethodHandle PTSNAME =
      call("ptsname", FunctionDescriptor.of(ValueLayout.ADDRESS, INT));
  private static final MethodHandle OPEN = intCall("open", ValueLayout.ADDRESS, INT);
  private static final MethodHandle CLOSE = intCall("close", INT);
  private static final MethodHandle TCGETATTR = intCall("tcgetattr", INT, ValueLayout.ADDRESS);
  private static final MethodHandle TCSETATTR = intCall("tcsetattr", INT, INT, ValueLayout.ADDRESS);
  private static final MethodHandle CFMAKERAW =
      call("cfmakeraw", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  private static final MethodHandle READ =
      call("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      call("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle PPOLL =
      intCall("ppoll", ValueLayout.ADDRESS, LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(CALL_STATE);
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
  private final MemorySegment pollFd = arena.allocate(8, 4);
  private final MemorySegment timeout = arena.allocate(16, 8);
  private final int master;
  private final int slaveFd;
  private final Path slave;

  private Pty() throws IOException {
    master = check("posix_openpt", () -> (int) OPENPT.invokeExact(state, openFlags()));
    check("grantpt", () -> (int) GRANTPT.invokeExact(state, master));
    check("unlockpt", () -> (int) UNLOCKPT.invokeExact(state, master));
    String name = slaveName();
    slave = Path.of(name);
    MemorySegment path = arena.allocateFrom(name);
    slaveFd =
        check(
            "open " + name,
            () -> (int) OPEN.invokeExact(state, path, O_RDWR | O_NOCTTY | O_CLOEXEC));
    MemorySegment termios = arena.allocate(TERMIOS_BYTES, 8);
    check("tcgetattr", () -> (int) TCGETATTR.invokeExact(state, slaveFd, termios));
    check("cfmakeraw", () -> makeRaw(termios));
    check("tcsetattr", () -> (int) TCSETATTR.invokeExact(state, slaveFd, TCSANOW, termios));
    pollFd.set(INT, 0, master);
    pollFd.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
  }

  /** Opens a new pair. */
  static Pty open() throws IOException {
    return new Pty();
  }

  private static int openFlags() {
    return O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
  }

  private int makeRaw(MemorySegment termios) throws Throwable {
    CFMAKERAW.invokeExact(state, termios);
    return 0;
  }

  private String slaveName() throws IOException {
    try {
      MemorySegment name = (MemorySegment) PTSNAME.invokeExact(state, master);
      return name.reinterpret(LONGEST_NAME).getString(0);
    } catch (Throwable e) {
      throw new IOException("ptsname", e);
    }
  }

  /** The end to be opened by the host. */
  Path slave() {
    return slave;
  }

  /** Waits until bytes can be read, at most that long (up to a second). */
  void awaitBytes(long timeoutNs) throws IOException {
    timeout.set(LONG, 0, 0);
    timeout.set(LONG, 8, Math.clamp(timeoutNs, 0, 999_999_999L));
    int result =
        invoke(
            "ppoll", () -> (int) PPOLL.invokeExact(state, pollFd, 1L, timeout, MemorySegment.NULL));
    if (result < 0 && errno() != EINTR) {
      throw new IOException("ppoll: errno " + errno());
    }
  }

  /** Takes what the host has written; 0 when there is nothing. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    long want = Math.min(length, BUFFER_BYTES);
    int got = (int) invokeLong("read", () -> (long) READ.invokeExact(state, master, buffer, want));
    if (got < 0) {
      return refused("read");
    }
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, got);
    return got;
  }

  /** Hands bytes to the host; answers how many were taken, fewer where it does not read. */
  int write(byte[] bytes, int offset, int length) throws IOException {
    int some = Math.min(length, BUFFER_BYTES);
    MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, some);
    int put =
        (int)
            invokeLong("write", () -> (long) WRITE.invokeExact(state, master, buffer, (long) some));
    return put < 0 ? refused("write") : put;
  }

  private int refused(String what) throws IOException {
    int errno = errno();
    if (errno == EAGAIN || errno == EINTR) {
      return 0;
    }
    throw new IOException(what + ": errno " + errno);
  }

  private int errno() {
    return (int) ERRNO_FIELD.get(state, 0L);
  }

  @Override
  public void close() {
    try {
      int first = (int) CLOSE.invokeExact(state, slaveFd);
      int second = (int) CLOSE.invokeExact(state, master);
      if (first != 0 || second != 0) {
        throw new IllegalStateException("close of a pty failed");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("close of a pty", e);
    } finally {
      arena.close();
    }
  }

  private interface IntCall {
    int run() throws Throwable;
  }

  private interface LongCall {
    long run() throws Throwable;
  }

  private int check(String what, IntCall call) throws IOException {
    int result = invoke(what, call);
    if (result < 0) {
      throw new IOException(what + ": errno " + errno());
    }
    return result;
  }

  private static int invoke(String what, IntCall call) throws IOException {
    try {
      return call.run();
    } catch (Throwable e) {
      throw new IOException(what, e);
    }
  }

  private static long invokeLong(String what, LongCall call) throws IOException {
    try {
      return call.run();
    } catch (Throwable e) {
      throw new IOException(what, e);
    }
  }

  private static MethodHandle intCall(String name, MemoryLayout... parameters) {
    return call(name, FunctionDescriptor.of(INT, parameters));
  }

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(), descriptor, ERRNO);
  }
}
