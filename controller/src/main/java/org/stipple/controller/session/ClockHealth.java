package org.stipple.controller.session;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the time of day can be trusted: whether something keeps it in step, and how far the
 * clinic's is from it. Records are dated by it, and nothing that moves goes by it.
 *
 * <p>One thread calls {@link #look}; the state may be asked by any.
 */
public final class ClockHealth {
  private static final Logger LOG = LoggerFactory.getLogger(ClockHealth.class);

  private static final long LOOK_NS = 1_000_000_000;

  /** After a start, and after a network was away, it takes some time; then somebody is called. */
  private static final long UNSYNCHRONISED_NS_MAX = 600_000_000_000L;

  /**
   * How it is.
   *
   * @param synchronised whether something keeps it in step
   * @param errorS how large its error may be then, s; NaN = not known
   * @param clinicAheadS by how much the clinic's is ahead, s; NaN = not known
   * @param problem what calls somebody, in words; empty = nothing
   */
  public record State(
      boolean synchronised, double errorS, double clinicAheadS, Optional<String> problem) {
    static final State UNKNOWN = new State(false, Double.NaN, Double.NaN, Optional.empty());
  }

  private final Supplier<Optional<Double>> errorS;
  private final Supplier<Optional<Double>> clinicAheadS;
  private final double offSMax;
  private volatile State state = State.UNKNOWN;
  private boolean begun;
  private long lookedNs;
  private long synchronisedNs;

  /**
   * Nothing is known yet.
   *
   * @param errorS how large the error of this host's clock may be; empty = nothing keeps it in step
   * @param clinicAheadS by how much the clinic's is ahead; empty = not known
   * @param offSMax how far apart they may be, s
   */
  public ClockHealth(
      Supplier<Optional<Double>> errorS, Supplier<Optional<Double>> clinicAheadS, double offSMax) {
    this.errorS = errorS;
    this.clinicAheadS = clinicAheadS;
    this.offSMax = offSMax;
  }

  /** How it was at the last look; any thread. */
  public State state() {
    return state;
  }

  /** Looks, at most once a second. */
  public void look(long nowNs) {
    if (begun && nowNs - lookedNs < LOOK_NS) {
      return;
    }
    Optional<Double> error = errorS.get();
    if (!begun || error.isPresent()) {
      synchronisedNs = nowNs;
    }
    begun = true;
    lookedNs = nowNs;
    Optional<Double> ahead = clinicAheadS.get();
    Optional<String> problem =
        ahead
            .filter(seconds -> Math.abs(seconds) > offSMax)
            .map(seconds ->
                "the clinic's clock is %.1f s %s this one; allowed are %.1f s"
                    .formatted(Math.abs(seconds), seconds > 0 ? "ahead of" : "behind", offSMax))
            .or(() ->
                nowNs - synchronisedNs > UNSYNCHRONISED_NS_MAX
                    ? Optional.of(
                        "nothing keeps the time of day in step (NTP); see timedatectl, chronyc")
                    : Optional.empty());
    if (!problem.isEmpty() && state.problem().isEmpty()) {
      LOG.warn("{}", problem.get());
    }
    state =
        new State(error.isPresent(), error.orElse(Double.NaN), ahead.orElse(Double.NaN), problem);
  }
}
