package org.stipple.controller.hardware;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rotary encoder as the kernel tells of it, {@code /dev/input/event*}: on a Raspberry Pi by
 * {@code dtoverlay=rotary-encoder,relative_axis=1} and {@code dtoverlay=gpio-key}, or one on USB.
 * The kernel decodes the lines and debounces; here come whole clicks.
 *
 * <p>One cold thread waits for events. A device that is gone is looked for again every two seconds.
 */
public final class KnobDevice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KnobDevice.class);

  /** struct input_event of a 64-bit Linux: time (16), type (2), code (2), value (4). */
  static final int EVENT_BYTES = 24;

  private static final int TYPE_AT = 16;
  private static final int VALUE_AT = 20;

  /** EV_KEY and EV_REL of linux/input-event-codes.h. */
  static final short EV_KEY = 1;

  static final short EV_REL = 2;

  private static final int PRESSED = 1;
  private static final long AGAIN_MS = 2_000;
  private static final long JOIN_MS = 2_000;

  private final Path device;
  private final IntConsumer turned;
  private final Runnable pushed;
  private final Thread thread;
  private volatile boolean closing;
  private boolean missing;

  private KnobDevice(Path device, IntConsumer turned, Runnable pushed) {
    this.device = device;
    this.turned = turned;
    this.pushed = pushed;
    thread = new Thread(this::run, "stipple-encoder");
    thread.setDaemon(true); // a driver that does not let go of a read shall not keep the program
  }

  /**
   * Begins to listen.
   *
   * @param turned told of clicks, positive clockwise
   * @param pushed told of each push
   */
  public static KnobDevice listen(Path device, IntConsumer turned, Runnable pushed) {
    KnobDevice knob = new KnobDevice(device, turned, pushed);
    knob.thread.start();
    return knob;
  }

  private void run() {
    while (!closing) {
      try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
        LOG.info("encoder {}: listening", device);
        missing = false;
        listenTo(channel);
      } catch (ClosedByInterruptException _) {
        return;
      } catch (IOException e) {
        tellOnce(e);
      }
      pause();
    }
  }

  private void tellOnce(IOException e) {
    if (!missing && !closing) {
      missing = true;
      LOG.warn("encoder {}: {}; it is looked for again", device, e.toString());
    }
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN_MS);
    } catch (InterruptedException _) {
      closing = true;
    }
  }

  private void listenTo(FileChannel channel) throws IOException {
    ByteBuffer event = ByteBuffer.allocateDirect(EVENT_BYTES).order(ByteOrder.nativeOrder());
    while (!closing) {
      event.clear();
      while (event.hasRemaining()) {
        if (channel.read(event) < 0) {
          throw new EOFException("it ended");
        }
      }
      int value = event.getInt(VALUE_AT);
      switch (event.getShort(TYPE_AT)) {
        case EV_REL -> turned.accept(value);
        case EV_KEY -> {
          if (value == PRESSED) {
            pushed.run();
          }
        }
        default -> {
          // EV_SYN between events
        }
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
