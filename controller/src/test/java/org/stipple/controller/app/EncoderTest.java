package org.stipple.controller.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.controller.hardware.KnobDevice;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.session.Encoder;

/** The rotary encoder: the kernel's events from a pipe, and what they ask of a whole controller. */
@Timeout(60)
final class EncoderTest {

  private static final long SOON_NS = 3_000_000_000L;

  @TempDir Path folder;

  @Test
  void clicksAndPushesAreReadAsTheKernelWritesThem() throws Exception {
    Path pipe = folder.resolve("event0");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    BlockingQueue<String> gestures = new ArrayBlockingQueue<>(16);
    try (KnobDevice _ =
            KnobDevice.listen(pipe, n -> gestures.add("turn " + n), () -> gestures.add("push"));
        OutputStream kernel = new FileOutputStream(pipe.toFile())) {
      kernel.write(event(2, 7, 1));
      kernel.write(event(0, 0, 0));
      kernel.write(event(2, 7, -3));
      byte[] push = event(1, 0x101, 1);
      kernel.write(push, 0, 10); // a read may end anywhere
      kernel.write(push, 10, 14);
      kernel.write(event(1, 0x101, 0));
      kernel.write(event(2, 7, 2));

      assertThat(gestures.poll(10, TimeUnit.SECONDS)).isEqualTo("turn 1");
      assertThat(gestures.poll(10, TimeUnit.SECONDS)).isEqualTo("turn -3");
      assertThat(gestures.poll(10, TimeUnit.SECONDS)).isEqualTo("push");
      assertThat(gestures.poll(10, TimeUnit.SECONDS)).isEqualTo("turn 2");
    }
  }

  /** struct input_event. */
  private static byte[] event(int type, int code, int value) {
    return ByteBuffer.allocate(24)
        .order(ByteOrder.nativeOrder())
        .putLong(1)
        .putLong(2)
        .putShort((short) type)
        .putShort((short) code)
        .putInt(value)
        .array();
  }

  @Test
  void aTurnChangesWhatAPushHasChosenWithinTheLimits() throws Exception {
    try (TestHost host = new TestHost(folder)) {
      host.host.await(status -> status.link().state() == LinkState.READY, SOON_NS);
      Encoder encoder = new Encoder(host.host.requests());
      encoder.turn(3);
      encoder.turn(-1);
      assertThat(host.host.await(s -> s.needle().setHz() == 102, SOON_NS)).isPresent();
      encoder.turn(1000);
      assertThat(encoder.state().atLimit()).isTrue();
      double most = host.host.requests().limits().frequencyHzMax();
      assertThat(host.host.await(s -> s.needle().setHz() == most, SOON_NS)).isPresent();

      encoder.push();
      encoder.turn(2);
      assertThat(encoder.state().turns()).isEqualTo(Encoder.Turns.DEPTH);
      assertThat(host.host.await(s -> s.depth().setMm() == 1.1, SOON_NS)).isPresent();
      assertThat(host.host.requests().status().needle().setHz()).isEqualTo(most);
      assertThat(encoder.state().gestures()).isEqualTo(5);
    }
  }
}
