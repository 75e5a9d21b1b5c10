package org.stipple.controller.safety;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Profile;

/**
 * A shaft that rocks before its spring's steepest place: random sessions with faults met one that
 * did so for eleven seconds, its pulses coming all the time.
 */
final class StallTest {

  private static final Equipment NO_CONTACTS =
      new Equipment(0, true, true, true, true, true, true, true, true);

  private final FaultCheck check = new FaultCheck(NO_CONTACTS, Profile.reference());
  private final Pedal pedal = new Pedal(NO_CONTACTS);
  private final Reports reports = new Reports();
  private final Estimate estimate = new Estimate();
  private final Situation situation = new Situation();
  private long nowNs = 1_000_000_000;

  @BeforeEach
  void driven() {
    reports.link = LinkState.READY;
    situation.armed = true;
    situation.driven = true;
    situation.drivenSinceNs = nowNs;
    situation.referenceHz = 30;
    tick(); // the first one only learns what time it is
  }

  private Fault tick() {
    nowNs += 1_000_000;
    estimate.pulseHeardNs = nowNs;
    return check.look(nowNs, reports, pedal, estimate, situation);
  }

  private Fault ticks(int count) {
    Fault fault = Fault.NONE;
    for (int i = 0; i < count && fault == Fault.NONE; i++) {
      fault = tick();
    }
    return fault;
  }

  @Test
  void h27PulsesWithoutStrokesAreAStall() {
    assertThat(ticks(590)).isEqualTo(Fault.NONE);
    assertThat(ticks(20)).isEqualTo(Fault.STALLED);
    assertThat(check.value()).isGreaterThan(600);
    assertThat(check.limit()).isEqualTo(600);
  }

  @Test
  void theSlowestNeedleThatCompletesItsStrokesIsNone() {
    for (int stroke = 0; stroke < 20; stroke++) {
      assertThat(ticks(200)).isEqualTo(Fault.NONE);
      estimate.strokes++;
    }
  }

  @Test
  void aPauseOfTheDriveBeginsItAnew() {
    assertThat(ticks(500)).isEqualTo(Fault.NONE);
    situation.drivenSinceNs = nowNs;
    assertThat(ticks(500)).isEqualTo(Fault.NONE);
  }
}
