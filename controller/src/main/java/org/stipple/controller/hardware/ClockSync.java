package org.stipple.controller.hardware;

import java.util.Optional;

/**
 * Whether anything keeps this host's time of day in step, as the kernel knows it: chrony, ntpd and
 * systemd-timesyncd all tell it. Any thread.
 */
public final class ClockSync {

  /**
   * The kernel lets its bound of the error grow while nobody corrects the clock, by 0.5 ms/s, and
   * counts it as out of step at 16 s (NTP_PHASE_LIMIT; timedatectl judges by the same).
   */
  private static final long ERROR_US_MAX = 16_000_000;

  private ClockSync() {}

  /** How large the error of the time of day may be, s; empty where nothing keeps it in step. */
  public static Optional<Double> errorS() {
    try (Libc.Call call = new Libc.Call()) {
      long errorUs = call.clockErrorUsMax();
      return errorUs < 0 || errorUs >= ERROR_US_MAX ? Optional.empty() : Optional.of(errorUs / 1e6);
    }
  }
}
