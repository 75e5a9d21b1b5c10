package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.controller.safety.Fault;
import org.stipple.sim.world.Role;

/** What becomes of a tachometer that lies a little, or a lot (H4, H5). */
final class TachometerTest {

  private static final long SEED = 5;

  private static VirtualSession running(VirtualSession session) {
    session.arm();
    session.pedal(true);
    session.runMs(1000);
    assertThat(session.sample().mode).isEqualTo(Mode.RUNNING);
    return session;
  }

  private static void assertTrips(VirtualSession session, double lost, double doubled) {
    long causeNs = session.nowNs();
    session.machine().wiring().tachDamage(lost, doubled, causeNs);
    double[] mostHz = new double[1];
    session.runMs(
        600, () -> mostHz[0] = Math.max(mostHz[0], Math.abs(session.plant().frequencyHz())));
    String what = lost + " lost, " + doubled + " doubled: " + session;
    assertThat(session.sample().fault)
        .as(what)
        .isIn(Fault.TACHOMETER_DOUBTFUL, Fault.TACHOMETER_SILENT, Fault.OVERSPEED, Fault.STALLED);
    double offMs = (session.machine().wiring().drive().offNs() - causeNs) / 1e6;
    assertThat(offMs).as(what).isBetween(0.0, 200.0);
    assertThat(mostHz[0]).as("fastest by the plant, Hz: " + what).isLessThan(130);
    session.runMs(2000);
    session.machine().wiring().tachDamage(0, 0, session.nowNs());
    session.pedal(false);
    session.runMs(500);
    session.arm();
    session.pedal(true);
    session.runMs(800);
    assertThat(session.sample().mode).as(what + ", then " + session).isEqualTo(Mode.RUNNING);
  }

  @Test
  void h5LostPulsesStopTheNeedleWithin200Ms() {
    for (double lost : new double[] {0.3, 0.5, 0.7, 0.9}) {
      assertTrips(running(Machines.pico(SEED)), lost, 0);
    }
  }

  @Test
  void h5DoubledPulsesStopTheNeedleWithin200Ms() {
    for (double doubled : new double[] {0.3, 0.6, 1}) {
      assertTrips(running(Machines.pico(SEED)), 0, doubled);
    }
  }

  @Test
  void h5TheMotorsVoltageSeesLostPulsesWhereThereIsNoIndex() {
    for (double lost : new double[] {0.5, 0.8}) {
      VirtualSession session = running(Machines.pico(SEED));
      session.machine().wiring().stuck(Role.INDEX, false, session.nowNs());
      long causeNs = session.nowNs();
      session.machine().wiring().tachDamage(lost, 0, causeNs);
      session.runMs(600);
      assertThat(session.sample().fault)
          .as(lost + ": " + session)
          .isIn(Fault.TACHOMETER_DOUBTFUL, Fault.TACHOMETER_SILENT);
      double offMs = (session.machine().wiring().drive().offNs() - causeNs) / 1e6;
      assertThat(offMs).isBetween(0.0, 200.0);
    }
  }

  @Test
  void aPulseInTwentyLostOrDoubledCostsNoFault() {
    for (int i = 0; i < 2; i++) {
      VirtualSession session = running(Machines.pico(SEED + i));
      session.machine().wiring().tachDamage(i == 0 ? 0.05 : 0, i == 0 ? 0 : 0.05, session.nowNs());
      session.runMs(10_000);
      assertThat(session.sample().fault).as(session.toString()).isEqualTo(Fault.NONE);
      assertThat(session.sample().mode).isEqualTo(Mode.RUNNING);
      assertThat(session.plant().frequencyHz()).isBetween(85.0, 115.0);
    }
  }

  @Test
  void h27TheBoardItselfCutsAnOverCurrentOffAndTheCauseIsNamed() {
    VirtualSession session = running(Machines.pico(SEED));
    long causeNs = session.nowNs();
    session.machine().wiring().currentSense(1, 0.9, causeNs);
    session.runUntil("a fault", () -> session.sample().fault != Fault.NONE, 200);
    assertThat(session.sample().fault).isEqualTo(Fault.OVER_CURRENT);
    assertThat((session.machine().wiring().drive().offNs() - causeNs) / 1e6).isBetween(0.0, 100.0);
  }

  @Test
  void h27AMotorThatDrawsTooMuchForTooLongIsStoppedBeforeItIsDamaged() {
    VirtualSession session = running(Machines.pico(SEED));
    session.expectDone(new OperatorCommand.SetFrequency(session.newId(), 60));
    session.runMs(500);
    for (int i = 1; i <= 42; i++) {
      session.machine().wiring().loadMillinewtonMetres(0.1 * i, session.nowNs());
      session.runMs(100);
    }
    assertThat(session.sample().mode).as(session.toString()).isEqualTo(Mode.RUNNING);
    long ms = session.runUntil("a fault", () -> session.sample().fault != Fault.NONE, 500_000);
    assertThat(session.sample().fault).as(session.toString()).isEqualTo(Fault.OVERHEATED);
    assertThat(ms).isBetween(3_000L, 500_000L);
  }
}
