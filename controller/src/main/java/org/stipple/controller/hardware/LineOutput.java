package org.stipple.controller.hardware;

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
 * The sending side of a serial port, as a second descriptor of the same device.
 *
 * <p>jSerialComm (2.11.4) repeats a write inside its native code for as long as the kernel says
 * "try again": with a stalled device its {@code writeBytes} never returns, in no timeout mode. The
 * loop thread must not hang there, so it writes through this descriptor, which answers how much was
 * taken. It can drop waiting output alone, too; jSerialComm drops both directions.
 *
 * <p>{@link #write} and {@link #discard}: one thread, no allocation, never blocks. Linux only, as
 * the machine is.
 */
final class LineOutput implements AutoCloseable {

  /** Most bytes handed over in one call; what a full pseudo-terminal takes at once. */
  static final int CHUNK = 4096;

  private static final int O_WRONLY = 1;
  private static final int O_NOCTTY = 0x100;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int TCOFLUSH = 1;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle WRITE =
      handle(
          "write",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle TCFLUSH =
      handle(
          "tcflush",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment callState = arena.allocate(CALL_STATE);
  private final MemorySegment bytes = arena.allocate(CHUNK);
  private final int descriptor;

  private LineOutput(String path) {
    MemorySegment name = arena.allocateFrom(path);
    descriptor = open(callState, name);
  }

  /** Opens the device; {@link #isOpen} tells whether that worked. */
  static LineOutput open(String path) {
    return new LineOutput(path);
  }

  boolean isOpen() {
    return descriptor >= 0;
  }

  /** Bytes taken, 0 when none fit just now, -1 when the device is gone. */
  int write(byte[] buffer, int offset, int length) {
    int count = Math.min(length, CHUNK);
    MemorySegment.copy(buffer, offset, bytes, ValueLayout.JAVA_BYTE, 0, count);
    try {
      long taken = (long) WRITE.invokeExact(callState, descriptor, bytes, (long) count);
      if (taken >= 0) {
        return (int) taken;
      }
      int errno = (int) ERRNO.get(callState, 0L);
      return errno == EAGAIN || errno == EINTR ? 0 : -1;
    } catch (Throwable e) {
      throw new IllegalStateException("write(2) could not be called", e);
    }
  }

  /** Drops what has not left yet. */
  void discard() {
    try {
      int ignored = (int) TCFLUSH.invokeExact(callState, descriptor, TCOFLUSH);
    } catch (Throwable e) {
      throw new IllegalStateException("tcflush(3) could not be called", e);
    }
  }

  @Override
  public void close() {
    if (isOpen()) {
      try {
        int ignored = (int) CLOSE.invokeExact(callState, descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException("close(2) could not be called", e);
      }
    }
    arena.close();
  }

  private static int open(MemorySegment state, MemorySegment name) {
    try {
      return (int) OPEN.invokeExact(state, name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    } catch (Throwable e) {
      throw new IllegalStateException("open(2) could not be called", e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }
}
