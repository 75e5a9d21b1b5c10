package org.stipple.controller.control;

/**
 * What the model did when, for comparing with what was measured over the same time: a ring of
 * running integrals. Bounded; allocates nothing.
 */
final class ModelTrace {

  /** Points of one a tick: half a second, longer than lead and the longest window together. */
  private static final int CAPACITY = 512;

  private final long[] atNs = new long[CAPACITY];
  private final double[] hz = new double[CAPACITY];
  private final double[] load = new double[CAPACITY];

  /** Integrals of both from the first point on, in Hz s and V s. */
  private final double[] hzSum = new double[CAPACITY];

  private final double[] loadSum = new double[CAPACITY];
  private int newest;
  private int size;

  /** Forgets everything; the model stands at these values from {@code ns} on. */
  void begin(long ns, double frequencyHz, double loadVolts) {
    newest = 0;
    size = 1;
    atNs[0] = ns;
    hz[0] = frequencyHz;
    load[0] = loadVolts;
    hzSum[0] = 0;
    loadSum[0] = 0;
  }

  /** Adds a point; one not after the last is left out. */
  void add(long ns, double frequencyHz, double loadVolts) {
    int last = newest;
    double seconds = (ns - atNs[last]) / 1e9;
    if (seconds <= 0) {
      return;
    }
    newest = (newest + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
    atNs[newest] = ns;
    hz[newest] = frequencyHz;
    load[newest] = loadVolts;
    hzSum[newest] = hzSum[last] + seconds * (hz[last] + frequencyHz) / 2;
    loadSum[newest] = loadSum[last] + seconds * (load[last] + loadVolts) / 2;
  }

  /** Whether a time is not before the oldest point. */
  boolean covers(long ns) {
    return ns >= atNs[slot(size - 1)];
  }

  private int slot(int back) {
    return (newest - back + CAPACITY) % CAPACITY;
  }

  double meanHz(long fromNs, long toNs) {
    return (integral(hzSum, hz, toNs) - integral(hzSum, hz, fromNs)) * 1e9 / (toNs - fromNs);
  }

  double meanLoad(long fromNs, long toNs) {
    return (integral(loadSum, load, toNs) - integral(loadSum, load, fromNs))
        * 1e9
        / (toNs - fromNs);
  }

  private double integral(double[] sums, double[] values, long ns) {
    for (int back = 0; back < size; back++) {
      int i = slot(back);
      if (atNs[i] <= ns) {
        return sums[i] + values[i] * (ns - atNs[i]) / 1e9;
      }
    }
    return sums[slot(size - 1)];
  }
}
