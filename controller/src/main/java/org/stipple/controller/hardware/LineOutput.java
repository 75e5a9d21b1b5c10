package org.stipple.controller.hardware;

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

  /** After as many calls the compiler has done what it does. */
  private static final int REHEARSALS = 20_000;

  private final Libc.Call call = new Libc.Call();
  private final int descriptor;

  private LineOutput(String path) {
    descriptor = call.open(path, Libc.O_WRONLY | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
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
    int taken = call.write(descriptor, buffer, offset, length);
    if (taken >= 0) {
      return taken;
    }
    return taken == -Libc.EAGAIN || taken == -Libc.EINTR ? 0 : -1;
  }

  /** Drops what has not left yet; a device that is gone has nothing left to drop. */
  void discard() {
    int ignored = call.discardOutput(descriptor);
  }

  /** Has the compiler learn the call of the kernel, which makes garbage until then; some ms. */
  static void rehearse() {
    byte[] some = new byte[64];
    try (LineOutput nowhere = open("/dev/null")) {
      Rehearsing.untilNoGarbage(() -> {
        for (int i = 0; i < REHEARSALS; i++) {
          int ignored = nowhere.write(some, 0, some.length);
        }
      });
    }
  }

  @Override
  public void close() {
    if (isOpen()) {
      int ignored = call.close(descriptor);
    }
    call.close();
  }
}
