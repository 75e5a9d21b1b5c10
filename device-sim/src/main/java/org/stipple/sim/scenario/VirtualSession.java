package org.stipple.sim.scenario;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Mode;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.loop.ControlLoop;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.world.MemoryLink;
import org.stipple.sim.world.SimulatedMachine;
import org.stipple.sim.world.VirtualClock;

/**
 * The whole of Stipple in one thread on virtual time: the host's own tick over the real wire
 * protocol to a simulated board with the physics behind it.
 */
public final class VirtualSession {

  /** A tick of the host. */
  public static final long TICK_NS = ControlLoop.PERIOD_NS;

  private final VirtualClock clock;
  private final SimulatedMachine machine;
  private final MemoryLink link;
  private final BoardMachine host;
  private final ControlLoop loop;
  private final CommandQueue commands = new CommandQueue();
  private final SampleRing samples = new SampleRing();
  private final Sample sample = new Sample();
  private long awaitedId;
  private @Nullable Outcome awaited;
  private long nextId = 1;
  private Consumer<Sample> ear = told -> {};

  /** Powers everything on at time 0. */
  public VirtualSession(
      SimulatedMachine machine,
      BoardSettings settings,
      Profile profile,
      long seed,
      double corruption) {
    this(machine, settings, profile, seed, corruption, 0, link -> link);
  }

  /** A host that starts at a time, on a machine that has been running until then. */
  public VirtualSession(
      SimulatedMachine machine,
      BoardSettings settings,
      Profile profile,
      long seed,
      double corruption,
      long startNs) {
    this(machine, settings, profile, seed, corruption, startNs, link -> link);
  }

  /** A host whose line goes through something of the caller's. */
  public VirtualSession(
      SimulatedMachine machine,
      BoardSettings settings,
      Profile profile,
      long seed,
      double corruption,
      long startNs,
      UnaryOperator<ByteLink> tap) {
    this(machine, settings, profile, seed, corruption, startNs, tap, FlightTap.off());
  }

  /** A host whose flight is recorded. */
  public VirtualSession(
      SimulatedMachine machine,
      BoardSettings settings,
      Profile profile,
      long seed,
      double corruption,
      FlightTap flight) {
    this(machine, settings, profile, seed, corruption, 0, flight::over, flight);
  }

  private VirtualSession(
      SimulatedMachine machine,
      BoardSettings settings,
      Profile profile,
      long seed,
      double corruption,
      long startNs,
      UnaryOperator<ByteLink> tap,
      FlightTap flight) {
    this.machine = machine;
    clock = new VirtualClock(startNs);
    link = new MemoryLink(machine, clock, seed, corruption);
    host = new BoardMachine(tap.apply(link), settings, profile);
    loop =
        new ControlLoop(
            host,
            settings.equipment(),
            profile,
            commands,
            samples,
            LoopTimes.withoutStages(),
            flight);
  }

  /** Runs ticks for a time. */
  public void runMs(long ms) {
    runMs(ms, () -> {});
  }

  /** Runs ticks for a time, and after each of them something else, too. */
  public void runMs(long ms, Runnable each) {
    long end = clock.nowNs() + ms * 1_000_000;
    while (clock.nowNs() < end) {
      tick();
      each.run();
    }
  }

  /**
   * Runs ticks until a condition holds.
   *
   * @return the time it took, ms
   * @throws AssertionError when it does not within {@code limitMs}
   */
  public long runUntil(String what, BooleanSupplier condition, long limitMs) {
    long startNs = clock.nowNs();
    while (!condition.getAsBoolean()) {
      if (clock.nowNs() - startNs > limitMs * 1_000_000) {
        throw new AssertionError("not within " + limitMs + " ms: " + what + "; " + this);
      }
      tick();
    }
    return (clock.nowNs() - startNs) / 1_000_000;
  }

  private void tick() {
    clock.advance(TICK_NS);
    loop.tick(clock.nowNs(), clock.nowNs());
    while (samples.read(sample)) {
      ear.accept(sample);
      for (int i = 0; i < sample.outcomes; i++) {
        if (sample.outcomeId[i] == awaitedId) {
          awaited = sample.outcome[i];
        }
      }
    }
  }

  /** Gives commands without waiting for their outcomes; answers how many found room. */
  public int flood(int count, double frequencyHz) {
    int taken = 0;
    for (int i = 0; i < count; i++) {
      taken += commands.offer(new OperatorCommand.SetFrequency(newId(), frequencyHz)) ? 1 : 0;
    }
    return taken;
  }

  /** Gives a command without waiting for its outcome; false where there was no room. */
  public boolean offer(OperatorCommand command) {
    return commands.offer(command);
  }

  /** The host does nothing for a time, as in a long pause; world and board go on. */
  public void pauseHostMs(long ms) {
    clock.advance(ms * 1_000_000);
    machine.advanceTo(clock.nowNs());
  }

  /** Somebody else is told every sample, too, as the host's keeper would be. */
  public void onSample(Consumer<Sample> listener) {
    ear = listener;
  }

  /** Where commands for the tick wait. */
  public CommandQueue commands() {
    return commands;
  }

  /** A fresh id for a command. */
  public long newId() {
    return nextId++;
  }

  /** Gives a command, runs until its outcome is told, and answers it. */
  public Outcome command(OperatorCommand command) {
    awaitedId = command.id();
    awaited = null;
    if (!commands.offer(command)) {
      return Outcome.BUSY;
    }
    runUntil("outcome of " + command, () -> awaited != null, 100);
    return Objects.requireNonNull(awaited);
  }

  /** Waits for the board, opens a session, resets the latch, arms, and waits until armed. */
  public void arm() {
    runUntil("board ready", () -> sample.link == LinkState.READY, 6000);
    runMs(100);
    expectDone(new OperatorCommand.Clear(newId(), true));
    expectDone(new OperatorCommand.Reset(newId()));
    expectDone(new OperatorCommand.Arm(newId()));
    runUntil("armed", () -> sample.mode == Mode.ARMED, 15_000);
  }

  /** Gives a command that must not be refused. */
  public void expectDone(OperatorCommand command) {
    Outcome outcome = command(command);
    if (outcome != Outcome.DONE) {
      throw new AssertionError(command + ": " + outcome.text() + "; " + this);
    }
  }

  /** Presses or releases the pedal. */
  public void pedal(boolean down) {
    machine.wiring().pedal(down, clock.nowNs());
  }

  /** Takes the next ticks until the needle is at rest and the host is back in ARMED. */
  public void waitParked() {
    runUntil("parked", () -> sample.mode == Mode.ARMED, 3000);
  }

  /** What the host told last. */
  public Sample sample() {
    return sample;
  }

  /** Virtual time, ns. */
  public long nowNs() {
    return clock.nowNs();
  }

  /** Board, wiring and plant. */
  public SimulatedMachine machine() {
    return machine;
  }

  /** The physics. */
  public Plant plant() {
    return machine.plant();
  }

  /** The line between host and board. */
  public MemoryLink link() {
    return link;
  }

  @Override
  public String toString() {
    return "t=%.3f s mode=%s fault=%s interlock=%s link=%s reason=%s Hz=%.2f strokes=%d/%d depth=%s"
        .formatted(
            clock.nowNs() * 1e-9,
            sample.mode,
            sample.fault,
            sample.interlock,
            sample.link,
            sample.reason,
            sample.frequencyHz,
            sample.strokes,
            machine.plant().strokes(),
            sample.depth);
  }
}
