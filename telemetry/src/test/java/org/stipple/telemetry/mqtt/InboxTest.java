package org.stipple.telemetry.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InboxTest {
  private final Inbox inbox = new Inbox();

  private void offer(int messages, int bytes) {
    byte[] payload = new byte[bytes];
    for (int i = 0; i < messages; i++) {
      inbox.offer(new InMessage("t", payload, false));
    }
  }

  @Test
  void giantsAreDroppedAndCountedBeyondTheirBytes() {
    offer(1_000, 256 * 1024);
    assertThat(inbox.bytes()).isEqualTo(Inbox.BYTES_MAX);
    assertThat(inbox.overflowed()).isEqualTo(1_000 - 128);
    inbox.poll();
    offer(1, 100);
    assertThat(inbox.overflowed()).isEqualTo(1_000 - 128);
  }

  @Test
  void smallOnesAreDroppedAndCountedBeyondTheirNumber() {
    offer(Inbox.MESSAGES_MAX + 5, 1);
    assertThat(inbox.overflowed()).isEqualTo(5);
    assertThat(inbox.bytes()).isEqualTo(Inbox.MESSAGES_MAX);
    inbox.clear();
    assertThat(inbox.bytes()).isZero();
    assertThat(inbox.poll()).isNull();
  }
}
