package org.stipple.controller.loop;

import org.stipple.controller.command.CommandSource;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Control;
import org.stipple.controller.control.Mode;
import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.estimate.Estimator;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Encoder;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.safety.Safety;
import org.stipple.controller.safety.Verdict;

/**
 * The tick: everything that happens between the machine's reports and its drive, a thousand times a
 * second, in the order a value lives it. One thread; the same calls with the same reports make the
 * same drives, bit for bit.
 */
public final class ControlLoop {

  /** Time from one tick to the next, ns. */
  public static final long PERIOD_NS = 1_000_000;

  private final Machine machine;
  private final CommandSource commands;
  private final Pedal pedal;
  private final Encoder encoder = new Encoder();
  private final Estimator estimator;
  private final Safety safety;
  private final Control control;
  private final Recorder recorder;
  private final LoopTimes times;
  private final FlightTap flight;
  private final Reports reports = new Reports();
  private boolean armed;

  /**
   * A disarmed loop with the fault latch set; it owns {@code machine} from now on.
   *
   * @param commands the only way in
   * @param samples the only way out
   * @param times how long each stage took goes there
   */
  public ControlLoop(
      Machine machine,
      Equipment equipment,
      Profile profile,
      CommandSource commands,
      SampleRing samples,
      LoopTimes times) {
    this(machine, equipment, profile, commands, samples, times, FlightTap.off());
  }

  /**
   * One that is recorded.
   *
   * @param flight notes each tick and command; {@code machine} stands on a line that it taps
   */
  public ControlLoop(
      Machine machine,
      Equipment equipment,
      Profile profile,
      CommandSource commands,
      SampleRing samples,
      LoopTimes times,
      FlightTap flight) {
    this.machine = machine;
    this.commands = flight.over(commands);
    this.flight = flight;
    this.times = times;
    pedal = new Pedal(equipment);
    estimator = new Estimator(equipment, profile);
    safety = new Safety(equipment, profile);
    control = new Control(equipment, profile, safety);
    recorder = new Recorder(samples);
  }

  /**
   * One tick.
   *
   * @param nowNs monotonic time, read once for the whole tick
   * @param dueNs monotonic time the tick was due
   */
  public void tick(long nowNs, long dueNs) {
    times.begin();
    flight.tick(nowNs, dueNs);
    recorder.begin(nowNs, dueNs);
    machine.read(nowNs, reports);
    pedal.read(nowNs, reports);
    encoder.read(nowNs, reports);
    applyCommands(nowNs);
    times.lap(Span.READ);
    Estimate estimate = estimator.update(nowNs, reports, pedal, control.situation().driven);
    times.lap(Span.ESTIMATE);
    Verdict verdict = safety.judge(nowNs, reports, pedal, estimate, control.situation());
    times.lap(Span.JUDGE);
    Drive drive = control.step(nowNs, pedal, estimate, verdict);
    safety.confirm(drive, verdict);
    tellArming();
    times.lap(Span.CONTROL);
    machine.write(drive, nowNs);
    times.lap(Span.WRITE);
    recorder.record(reports, pedal, estimate, safety, control, drive);
    times.lap(Span.RECORD);
  }

  private void tellArming() {
    boolean now = control.mode() != Mode.DISARMED;
    if (now && !armed) {
      times.armed();
    }
    armed = now;
  }

  /** At most as many a tick as one sample can tell of; the rest wait, STOP never does. */
  private void applyCommands(long nowNs) {
    if (encoder.detents() != 0) {
      control.turn(encoder.detents(), encoder.pushed());
    }
    for (int i = 0; i < Sample.OUTCOMES_MAX; i++) {
      OperatorCommand command = commands.poll();
      if (command == null) {
        return;
      }
      Outcome outcome = control.apply(nowNs, command, pedal);
      if (outcome == Outcome.DONE && command instanceof OperatorCommand.Mount mount) {
        estimator.expect(mount.tissue());
      }
      recorder.tell(command.id(), outcome);
    }
  }

  /**
   * A check inside the tick failed, a programmer's error: trips, latches for good, and makes the
   * machine safe as far as it still listens. Ticks may go on; they only tell.
   */
  public void failSafe(long nowNs) {
    Drive drive = control.failSafe(nowNs);
    drive.discardStale = true;
    machine.write(drive, nowNs);
  }

  /** How long the work of the tick just done took, ns, for the next sample. */
  public void workTook(long ns) {
    recorder.workTook(ns);
  }
}
