package org.stipple.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.safety.Fault;

/** A loop on virtual time over the fake machine, and an operator in front of it. */
final class Bench {

  final FakeMachine machine = new FakeMachine();
  final CommandQueue commands = new CommandQueue();
  final SampleRing ring = new SampleRing();
  final Sample sample = new Sample();
  final ControlLoop loop;
  long nowNs = 1_000_000_000L;
  private long nextId = 1;

  Bench() {
    this(Equipment.all(), Profile.reference());
  }

  Bench(Equipment equipment, Profile profile) {
    loop = new ControlLoop(machine, equipment, profile, commands, ring, LoopTimes.withoutStages());
    machine.pulses = profile.needle().pulsesPerStroke();
    machine.leadMs((int) profile.timing().leadMs());
    machine.indexFitted = equipment.index();
  }

  /** One tick, {@code ms} after the one before. */
  void tickAfterMs(int ms) {
    nowNs += ms * 1_000_000L;
    loop.tick(nowNs, nowNs);
    while (ring.read(sample)) {}
  }

  void ms(int ms) {
    for (int i = 0; i < ms; i++) {
      tickAfterMs(1);
    }
  }

  /** Sends a command, ticks once, answers its outcome. */
  Outcome send(OperatorCommand command) {
    assertThat(commands.offer(command)).isTrue();
    tickAfterMs(1);
    for (int i = 0; i < sample.outcomes; i++) {
      if (sample.outcomeId[i] == command.id()) {
        return sample.outcome[i];
      }
    }
    throw new AssertionError("no outcome told for " + command);
  }

  Outcome reset() {
    return send(new OperatorCommand.Reset(nextId++));
  }

  Outcome arm() {
    return send(new OperatorCommand.Arm(nextId++));
  }

  Outcome disarm() {
    return send(new OperatorCommand.Disarm(nextId++));
  }

  Outcome stop() {
    return send(new OperatorCommand.Stop(nextId++));
  }

  Outcome frequency(double hz) {
    return send(new OperatorCommand.SetFrequency(nextId++, hz));
  }

  Outcome depth(double mm) {
    return send(new OperatorCommand.SetDepth(nextId++, mm));
  }

  Outcome clear(boolean allowed) {
    return send(new OperatorCommand.Clear(nextId++, allowed));
  }

  /** From a cold start to ARMED. */
  Bench armed() {
    ms(200);
    assertThat(reset()).isEqualTo(Outcome.DONE);
    assertThat(clear(true)).isEqualTo(Outcome.DONE);
    assertThat(arm()).isEqualTo(Outcome.DONE);
    until(Mode.ARMED, 2000);
    return this;
  }

  /** From a cold start to a needle that has run for half a second. */
  Bench running() {
    armed();
    machine.pedal = true;
    ms(500);
    assertThat(sample.fault)
        .as("%s of %s", sample.verdictValue, sample.verdictLimit)
        .isEqualTo(Fault.NONE);
    assertThat(sample.mode).isEqualTo(Mode.RUNNING);
    return this;
  }

  void until(Mode mode, int withinMs) {
    for (int i = 0; i < withinMs; i++) {
      if (sample.mode == mode) {
        return;
      }
      tickAfterMs(1);
    }
    assertThat(sample.mode).as("after %d ms, fault %s", withinMs, sample.fault).isEqualTo(mode);
  }
}
