package org.stipple.controller.link;

/**
 * The board's clock as a function of ours: 32 bits extended to 64, and an exponentially weighted
 * regression of clock against sending time.
 *
 * <p>Sampled at the granularity of a tick, its bias is up to 1 ms: good for leads and guards. What
 * needs better (shaft timing) uses differences of the board's own clock.
 */
public final class BoardClock {

  /** Weight of a new sample; 1/30 forgets in about half a minute at a sample a second. */
  private static final double GAIN = 1.0 / 30;

  /** Prior width of the time axis: until samples span this, the nominal frequency rules. */
  private static final double PRIOR_SPAN_S = 1.0;

  private static final double OUTLIER_S = 0.5e-3;
  private static final long KEEP_OUTLIER_FOR_NS = 10_000_000_000L;

  private static final double STRAY_S = 10e-3;
  private static final int STRAYS_MAX = 4;

  private double nominalHz = 1;
  private boolean started;
  private long lastTicks;
  private int strays;
  private boolean strayAhead;
  private long strayTicks;
  private long strayNs;

  private long meanNs;
  private long meanTicks;
  private double meanTicksRest;
  private double timeVariance;
  private double covariance;
  private double hz = 1;
  private double residualVariance;
  private long lastGoodNs;

  /** Starts anew with a full clock reading. */
  public void start(double frequencyHz, int high, int low, long sentNs) {
    nominalHz = frequencyHz;
    lastTicks = ((long) high << 32) | Integer.toUnsignedLong(low);
    begin(frequencyHz, lastTicks, sentNs);
    started = true;
  }

  private void begin(double frequencyHz, long ticks, long sentNs) {
    hz = frequencyHz;
    meanNs = sentNs;
    meanTicks = ticks;
    meanTicksRest = 0;
    timeVariance = PRIOR_SPAN_S * PRIOR_SPAN_S;
    covariance = frequencyHz * timeVariance;
    residualVariance = square(1e-3 * nominalHz);
    lastGoodNs = sentNs;
    strays = 0;
  }

  /** Forgets the board. */
  public void reset() {
    started = false;
  }

  /** Whether times can be converted. */
  public boolean started() {
    return started;
  }

  /** Takes a reading that answers a request which had left at {@code sentNs}. */
  public void sample(int low, long sentNs) {
    long ticks = lastTicks + Integer.toUnsignedLong(low - (int) lastTicks);
    double deviation = ticks - ticksAt(sentNs);
    boolean outlier =
        square(deviation) > 25 * residualVariance && Math.abs(deviation) > OUTLIER_S * nominalHz;
    countStrays(deviation, ticks, sentNs);
    if (strays >= STRAYS_MAX) {
      // Not the answers are odd, the clock is: it runs otherwise than we thought.
      double seconds = (sentNs - strayNs) * 1e-9;
      double seen = seconds > 0 ? (ticks - strayTicks) / seconds : nominalHz;
      begin(Math.max(nominalHz / 2, Math.min(nominalHz * 2, seen)), ticks, sentNs);
    } else if (outlier && deviation > 0 && sentNs - lastGoodNs < KEEP_OUTLIER_FOR_NS) {
      // Answered late: tells more about the host than about the board.
    } else {
      residualVariance =
          outlier
              ? square(1e-3 * nominalHz)
              : (1 - GAIN) * (residualVariance + GAIN * square(deviation));
      lastGoodNs = sentNs;
      regress(ticks, sentNs);
    }
    lastTicks = ticks;
  }

  /** Readings in a row that are off by more than any delay of a working line, to the same side. */
  private void countStrays(double deviation, long ticks, long sentNs) {
    boolean stray = Math.abs(deviation) > STRAY_S * nominalHz;
    boolean sameSide = strays > 0 && deviation > 0 == strayAhead;
    if (!stray) {
      strays = 0;
    } else if (sameSide) {
      strays++;
    } else {
      strays = 1;
      strayAhead = deviation > 0;
      strayTicks = ticks;
      strayNs = sentNs;
    }
  }

  private void regress(long ticks, long sentNs) {
    double timeOffset = (sentNs - meanNs) * 1e-9;
    double ticksOffset = (ticks - meanTicks) - meanTicksRest;
    meanNs += Math.round(GAIN * timeOffset * 1e9);
    double moved = meanTicksRest + GAIN * ticksOffset;
    long whole = Math.round(moved);
    meanTicks += whole;
    meanTicksRest = moved - whole;
    timeVariance = (1 - GAIN) * (timeVariance + GAIN * square(timeOffset));
    covariance = (1 - GAIN) * (covariance + GAIN * timeOffset * ticksOffset);
    hz = covariance / timeVariance;
  }

  private static double square(double x) {
    return x * x;
  }

  /** The 64-bit clock of which {@code low} are the low 32 bits, near the last reading. */
  public long extend(int low) {
    return lastTicks + (low - (int) lastTicks);
  }

  /** Tells that the board's clock has got at least so far, so that {@link #extend} keeps up. */
  public void advanceTo(long ticks) {
    lastTicks = Math.max(lastTicks, ticks);
  }

  /** The board's clock at one of our times. */
  public long ticksAt(long ns) {
    return meanTicks + Math.round(meanTicksRest + (ns - meanNs) * 1e-9 * hz);
  }

  /** Ticks in a duration, by the nominal frequency. */
  public long ticks(double seconds) {
    return Math.round(seconds * nominalHz);
  }

  /** Estimated frequency in ticks a second of our clock. */
  public double measuredHz() {
    return hz;
  }

  /** Frequency the board names, ticks a second. */
  public double nominalHz() {
    return nominalHz;
  }
}
