package org.stipple.controller.safety;

import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.profile.Profile;

/**
 * The needle frequency that the motor's own voltage tells: the bridge's volts less those across the
 * winding are the back-EMF, which grows with the speed alone, whatever the load. It judges the
 * tachometer (H5), and knows nothing of pulses.
 *
 * <p>Where current or supply are not measured it has nothing to say.
 */
final class BackEmf {

  /** Means over so much, s: several PWM steps. */
  private static final double MEAN_S = 0.020;

  /** What motor, calibration and sense may be off by, as a share and in Hz. */
  private static final double SHARE_MAX = 0.25;

  private static final double OFF_HZ_MAX = 12;

  /** A winding at its hottest has so much more resistance: 0.39 % a kelvin, 90 K. */
  private static final double HOT_SHARE = 0.35;

  /** After the duty of a start begins to act; the means must have filled. */
  private static final long SETTLED_NS = 100_000_000;

  /** Off for so long is no transient, ns. */
  private static final long OFF_NS = 120_000_000;

  private static final int RING = 128;

  private final boolean fitted;
  private final Profile profile;
  private final int leadTicks;
  private final double[] dutyAsked = new double[RING];
  private int at;
  private double hz = Double.NaN;
  private double meanVolts;
  private double meanMilliamps;
  private double meanHz;
  private long drivenSinceNs = -1;
  private long offSinceNs = -1;
  private long lastNs;

  BackEmf(Equipment equipment, Profile profile) {
    fitted = equipment.motorCurrent() && equipment.motorSupply() && equipment.tachometer();
    this.profile = profile;
    leadTicks = (int) StrictMath.ceil(profile.timing().leadMs());
  }

  /** Takes in a tick; {@link #contradicts} tells what came of it. */
  void look(long nowNs, Estimate estimate, Situation situation) {
    double seconds = Math.clamp((nowNs - lastNs) / 1e9, 0.0, 0.020);
    lastNs = nowNs;
    at = (at + 1) % RING;
    dutyAsked[at] = situation.dutyFraction;
    if (!fitted || !situation.driven) {
      drivenSinceNs = -1;
      offSinceNs = -1;
      return;
    }
    double share = Math.min(1, seconds / MEAN_S);
    double acting = dutyAsked[(at - leadTicks + RING) % RING] * estimate.supplyVolts;
    if (drivenSinceNs < 0) {
      drivenSinceNs = nowNs;
      meanVolts = 0;
      meanMilliamps = 0;
      meanHz = 0;
    }
    meanVolts += (acting - meanVolts) * share;
    meanMilliamps += (estimate.currentMilliamps - meanMilliamps) * share;
    meanHz += (estimate.frequencyHz - meanHz) * share;
    double emfVolts = meanVolts - profile.motor().voltsAt(meanMilliamps);
    hz = emfVolts / profile.needle().feedForwardVoltsPerHz();
    boolean settled = nowNs - drivenSinceNs > SETTLED_NS + leadTicks * 1_000_000L;
    boolean off = settled && Math.abs(hz - meanHz) > allowedHz();
    if (!off) {
      offSinceNs = -1;
    } else if (offSinceNs < 0) {
      offSinceNs = nowNs;
    }
  }

  private double allowedHz() {
    double hotVolts = HOT_SHARE * profile.motor().voltsAt(Math.abs(meanMilliamps));
    return OFF_HZ_MAX
        + SHARE_MAX * Math.max(0, Math.max(hz, meanHz))
        + hotVolts / profile.needle().feedForwardVoltsPerHz();
  }

  /** Whether the tachometer has been off for longer than any transient. */
  boolean contradicts(long nowNs) {
    return offSinceNs >= 0 && nowNs - offSinceNs > OFF_NS;
  }

  /** By the back-EMF, Hz. */
  double hz() {
    return hz;
  }
}
