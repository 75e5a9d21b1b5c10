package org.stipple.sim.world;

/**
 * When the drive went on and off and when the shaft came to rest, as the machine itself sees it.
 * Drive on = the bridge's EN is not low all the time. Standstill = slower than a tenth of a turn a
 * second, and staying so, after the drive went off.
 */
public final class DriveRecord {

  /** What the times are before the event ever happened. */
  public static final long NEVER = Long.MIN_VALUE;

  private static final double STANDSTILL_RAD_PER_S = 0.2 * StrictMath.PI;

  /** A shaft that its spring pushes back passes through zero; standing lasts. */
  private static final long QUIET_NS = 5_000_000;

  private boolean on;
  private boolean settling;
  private long onNs = NEVER;
  private long offNs = NEVER;
  private long standstillNs = NEVER;
  private long quietSinceNs = NEVER;
  private long strokesAtOff;
  private long strokesAtStandstill;

  DriveRecord() {}

  void drive(boolean nowOn, long timeNs, long strokes) {
    if (nowOn == on) {
      return;
    }
    on = nowOn;
    settling = !nowOn;
    if (on) {
      onNs = timeNs;
    } else {
      offNs = timeNs;
      strokesAtOff = strokes;
      standstillNs = NEVER;
      quietSinceNs = NEVER;
    }
  }

  void moved(double speedRadPerS, long timeNs, long strokes) {
    if (!settling) {
      return;
    }
    if (Math.abs(speedRadPerS) >= STANDSTILL_RAD_PER_S) {
      quietSinceNs = NEVER;
      return;
    }
    if (quietSinceNs == NEVER) {
      quietSinceNs = timeNs;
      strokesAtStandstill = strokes;
    }
    if (timeNs - quietSinceNs >= QUIET_NS) {
      settling = false;
      standstillNs = quietSinceNs;
    }
  }

  /** Whether the drive is off and the shaft is not known to stand yet. */
  boolean isSettling() {
    return settling;
  }

  /** Whether EN is high at least part of the time. */
  public boolean isOn() {
    return on;
  }

  /** World time at which the drive went on last, or {@link #NEVER}. */
  public long onNs() {
    return onNs;
  }

  /** World time at which the drive went off last, or {@link #NEVER}. */
  public long offNs() {
    return offNs;
  }

  /** World time at which the shaft stood after that, or {@link #NEVER} while it still turns. */
  public long standstillNs() {
    return standstillNs;
  }

  /** Strokes of the plant when the drive went off last. */
  public long strokesAtOff() {
    return strokesAtOff;
  }

  /** Strokes between drive off and standstill; 0 before. */
  public long strokesOfStop() {
    return standstillNs == NEVER ? 0 : strokesAtStandstill - strokesAtOff;
  }
}
