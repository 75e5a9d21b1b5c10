package org.stipple.sim.campaign;

import java.util.SplittableRandom;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.record.Sample;
import org.stipple.controller.safety.Fault;
import org.stipple.sim.scenario.VirtualSession;

/**
 * A practitioner who works, is stopped by faults, looks, resets and works on. What is meant to
 * happen is told to the judge: where the foot is, what was set, when arming was asked for.
 */
final class Practice {

  private static final long NEVER_NS = Long.MIN_VALUE / 2;
  private static final StrokeMode[] MODES = {
    StrokeMode.CONTINUOUS, StrokeMode.CONTINUOUS, StrokeMode.TAPS, StrokeMode.PULSED
  };

  private final VirtualSession session;
  private final SplittableRandom random;
  private final double highestHz;
  private boolean foot;
  private boolean changed;
  private boolean hasty;
  private long nextNs;
  private long lastOrderNs = NEVER_NS;
  private long armAskedNs = NEVER_NS;
  private long releasedNs = NEVER_NS;
  private long pressedNs = NEVER_NS;
  private long hzAskedNs = NEVER_NS;
  private double hz = 100;
  private double hzBefore = 100;
  private StrokeMode mode = StrokeMode.CONTINUOUS;
  private long outNs;
  private boolean out = true;

  Practice(VirtualSession session, SplittableRandom random, double highestHz) {
    this.session = session;
    this.random = random;
    this.highestHz = highestHz;
  }

  /** Does what a person would do now. */
  void act() {
    long nowNs = session.nowNs();
    Sample seen = session.sample();
    boolean ready =
        seen.mode == Mode.ARMED || seen.mode == Mode.RUNNING || seen.mode == Mode.STOPPING;
    if (!ready && !out) {
      // The foot stays for a while, as that of a surprised person does.
      out = true;
      outNs = nowNs;
      nextNs = nowNs + ms(0, 1500);
      hasty = random.nextBoolean();
    } else if (ready) {
      out = false;
    }
    if (out) {
      recover(nowNs, seen);
    } else if (nowNs >= nextNs) {
      work(nowNs, seen);
    }
  }

  private void recover(long nowNs, Sample seen) {
    if (foot) {
      if (nowNs >= nextNs) {
        lift(nowNs);
      } else if (hasty && nowNs - lastOrderNs > 200_000_000L) {
        order(nowNs, seen); // with the foot on the pedal, which must be refused
      }
      return;
    }
    if (seen.link != LinkState.READY || nowNs - lastOrderNs < 600_000_000L) {
      return;
    }
    order(nowNs, seen);
  }

  private void order(long nowNs, Sample seen) {
    lastOrderNs = nowNs;
    if (seen.fault != Fault.NONE) {
      session.offer(new OperatorCommand.Reset(session.newId()));
    }
    session.offer(new OperatorCommand.Clear(session.newId(), true));
    session.offer(new OperatorCommand.Arm(session.newId()));
    armAskedNs = nowNs;
  }

  private void work(long nowNs, Sample seen) {
    if (foot) {
      lift(nowNs);
      nextNs = nowNs + ms(300, 1600);
    } else if (seen.mode == Mode.ARMED && !changed && random.nextInt(3) == 0) {
      change(nowNs);
      changed = true;
      nextNs = nowNs + ms(20, 200);
    } else if (seen.mode == Mode.ARMED) {
      changed = false;
      mode = seen.strokeMode; // as the panel shows it: a change may have been refused
      session.machine().wiring().skin(random.nextBoolean(), nowNs);
      foot = true;
      pressedNs = nowNs;
      session.pedal(true);
      nextNs = nowNs + (mode == StrokeMode.TAPS ? ms(80, 200) : ms(300, 6000));
    }
  }

  private void lift(long nowNs) {
    foot = false;
    releasedNs = nowNs;
    session.pedal(false);
  }

  private void change(long nowNs) {
    hzBefore = hz;
    hzAskedNs = nowNs;
    hz = Math.rint(random.nextDouble(Math.min(30, highestHz - 1), highestHz));
    StrokeMode wanted = MODES[random.nextInt(MODES.length)];
    double depthMm = 0.2 + 0.05 * random.nextInt(37);
    session.offer(new OperatorCommand.SetFrequency(session.newId(), hz));
    session.offer(new OperatorCommand.SetDepth(session.newId(), depthMm));
    session.offer(
        new OperatorCommand.SetStrokes(session.newId(), wanted, 1 + random.nextInt(30), 0.7));
    if (random.nextInt(4) == 0) {
      askTooMuch();
    }
  }

  /** What must be refused: nobody is told that it was. */
  private void askTooMuch() {
    session.offer(new OperatorCommand.SetFrequency(session.newId(), 400));
    session.offer(new OperatorCommand.SetDepth(session.newId(), 4));
    session.offer(new OperatorCommand.SetStrokes(session.newId(), StrokeMode.LATCHED, 1, 1));
  }

  private long ms(int from, int to) {
    return random.nextInt(from, to) * 1_000_000L;
  }

  /** Whether the foot is on the pedal. */
  boolean foot() {
    return foot;
  }

  /** When it left it last. */
  long releasedNs() {
    return releasedNs;
  }

  /** When it came down last. */
  long pressedNs() {
    return pressedNs;
  }

  /** When arming was asked for last. */
  long armAskedNs() {
    return armAskedNs;
  }

  /** The most that was asked for lately, Hz. */
  double askedHz(long nowNs) {
    return nowNs - hzAskedNs < 1_000_000_000L ? Math.max(hz, hzBefore) : hz;
  }

  /** Whether a press makes taps, which end after the release. */
  boolean taps() {
    return mode.taps();
  }

  /** Since when the machine has not been ready, ns; -1 while it is. */
  long outForNs(long nowNs) {
    return out ? nowNs - outNs : -1;
  }
}
