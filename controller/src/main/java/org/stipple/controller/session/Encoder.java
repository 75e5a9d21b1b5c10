package org.stipple.controller.session;

import org.stipple.controller.profile.Limits;

/**
 * The rotary encoder beside the screen: a turn changes what is chosen, a push chooses the other. It
 * asks as the panel does, within the same limits, but needs no lease: whoever has a hand on the
 * machine may use it. It starts nothing and arms nothing.
 *
 * <p>One thread gives the gestures, each of which waits for its outcome; the state is for any.
 */
public final class Encoder {

  /** What a turn changes. */
  public enum Turns {
    /** The needle frequency. */
    FREQUENCY,
    /** The depth. */
    DEPTH
  }

  private static final double HZ_A_CLICK = 1;
  private static final double MM_A_CLICK = 0.05;

  /** Steps are kept to what the panel shows. */
  private static final double DIGITS = 100;

  /**
   * What the panel shows of it.
   *
   * @param turns what a turn changes
   * @param gestures turns and pushes since start, so that each is seen
   * @param atLimit whether the last turn met a limit
   * @param refusal why the last one was refused; empty = it was not
   */
  public record State(Turns turns, long gestures, boolean atLimit, String refusal) {}

  private final Requests requests;
  private final Asked frequency = new Asked();
  private final Asked depth = new Asked();
  private volatile State state = new State(Turns.FREQUENCY, 0, false, "");

  /** What was asked for last: the status tells of it only a moment later. */
  private static final class Asked {
    private double told = Double.NaN;
    private double asked = Double.NaN;

    double now(double setNow) {
      return setNow == told ? asked : setNow;
    }

    void took(double setBefore, double value) {
      told = setBefore;
      asked = value;
    }
  }

  /** An encoder that asks these. */
  public Encoder(Requests requests) {
    this.requests = requests;
  }

  /** What the panel shows of it; any thread. */
  public State state() {
    return state;
  }

  /** The other value is chosen. */
  public void push() {
    Turns other = state.turns() == Turns.FREQUENCY ? Turns.DEPTH : Turns.FREQUENCY;
    state = new State(other, state.gestures() + 1, false, "");
  }

  /**
   * The chosen value is changed.
   *
   * @param clicks how far; positive = more
   */
  public void turn(int clicks) {
    Limits limits = requests.limits();
    boolean hz = state.turns() == Turns.FREQUENCY;
    double setNow = hz ? requests.status().needle().setHz() : requests.status().depth().setMm();
    double from = (hz ? frequency : depth).now(setNow);
    double wanted = from + clicks * (hz ? HZ_A_CLICK : MM_A_CLICK);
    double clamped =
        hz
            ? Math.clamp(wanted, limits.frequencyHzMin(), limits.frequencyHzMax())
            : Math.clamp(wanted, limits.depthMmMin(), limits.depthMmMax());
    double value = clamped == wanted ? Math.round(wanted * DIGITS) / DIGITS : clamped;
    Answer answer = hz ? requests.setFrequency(value) : requests.setDepth(value);
    if (answer.done()) {
      (hz ? frequency : depth).took(setNow, value);
    }
    state =
        new State(
            state.turns(),
            state.gestures() + 1,
            clamped != wanted,
            answer.done() ? "" : answer.words());
  }
}
