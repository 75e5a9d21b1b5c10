package org.stipple.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stipple.telemetry.sparkplug.HostState;

/** Who sits, who waits and for how long, on a clock of its own. */
final class SeatTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(1_000_000);

  private final Seat seat =
      new Seat(HostSettings.of(URI.create("tcp://127.0.0.1:1"), "host", Optional.empty()), CLOCK);

  private void looks(long atMs) {
    seat.connects();
    seat.connected(atMs);
  }

  @Test
  void standsByAsLongAsTheOtherIsHeardAndTakesTheSeatOfOneThatFellSilent() {
    looks(0);
    long lastMs = 0;
    for (int i = 0; i < 10; i++) {
      lastMs = i * Seat.SAY_MS;
      seat.heard(new HostState(true, 900_000), lastMs);
      assertThat(seat.isFree(lastMs + Seat.SAY_MS - 1)).isFalse();
      assertThat(seat.part()).isEqualTo(HostStatus.Part.STANDBY);
    }
    assertThat(seat.isFree(lastMs + Seat.SILENT_MS - 1)).isFalse();
    // As after a loss of power, when a broker kept the claim and forgot the will.
    assertThat(seat.isFree(lastMs + Seat.SILENT_MS)).isTrue();
  }

  @Test
  void anOfflineOlderThanAKnownClaimIsDoubtedForAMoment() {
    looks(0);
    seat.heard(new HostState(true, 900_000), 10);
    seat.heard(new HostState(false, 800_000), 20);
    assertThat(seat.isFree(900)).isFalse();
    seat.heard(new HostState(true, 900_000), 950);
    assertThat(seat.isFree(2_000)).isFalse();
    assertThat(seat.part()).isEqualTo(HostStatus.Part.STANDBY);
    seat.heard(new HostState(false, 900_000), 2_100);
    assertThat(seat.isFree(2_500)).isTrue();
  }

  @Test
  void itsClaimIsAboveAllThatWereSeenHoweverFarAheadTheirClocks() {
    looks(0);
    seat.heard(new HostState(false, 5_000_000), 10);
    assertThat(seat.isFree(400)).isTrue();
    assertThat(seat.connects()).isTrue();
    assertThat(seat.claimMs()).isEqualTo(5_000_001);
  }
}
