package org.stipple.controller.profile;

/**
 * How long an output of the board lives without us, and how late the host may be.
 *
 * @param leadMs how far ahead of the board's clock timed messages are queued, 0 to 70 ms; 0 = on
 *     the Pi's own pins, where an order acts at once
 * @param runGuardMs guard of {@code motor_run} and {@code supply_enable}, 30 to 85 ms
 * @param pwmGuardMs guard of {@code motor_pwm}, counted from the executed event, 15 to 80 ms; lead
 *     and guard together at most 85 ms, so that a silent host means drive off within 100 ms
 * @param overduePctMax in how much of a second the host may owe the machine a tick before the
 *     needle must not run, 1 to 50 %
 */
public record Timing(double leadMs, double runGuardMs, double pwmGuardMs, double overduePctMax) {

  private static final double OVERDUE_PCT_REAL_TIME = 10;

  /** The kernel may well let another program go first; the guards are as strict as ever. */
  private static final double OVERDUE_PCT_ORDINARY = 25;

  /** Most that lead and PWM guard may add up to. */
  public static final double LEAD_AND_GUARD_MS_MAX = 85;

  /** On a host whose loop has real-time rights. */
  public Timing(double leadMs, double runGuardMs, double pwmGuardMs) {
    this(leadMs, runGuardMs, pwmGuardMs, OVERDUE_PCT_REAL_TIME);
  }

  /** Checks the ranges. */
  public Timing {
    Checks.range("lead (ms)", leadMs, 0, 70);
    Checks.range("run guard (ms)", runGuardMs, 30, 85);
    Checks.range("PWM guard (ms)", pwmGuardMs, 15, 80);
    Checks.range("overdue share (%)", overduePctMax, 1, 50);
    Checks.range("lead + PWM guard (ms)", leadMs + pwmGuardMs, 20, LEAD_AND_GUARD_MS_MAX);
  }

  /** For a board on USB. */
  public static Timing usb() {
    return new Timing(20, 50, 65);
  }

  /** For a board on a UART. */
  public static Timing uart() {
    return new Timing(60, 80, 25);
  }

  /**
   * For the Pi's own pins: an order acts at once, and the one guard is the heartbeat's charge pump.
   *
   * @param holdMs how long that holds the drive enabled after the last toggle, 30 to 80 ms
   */
  public static Timing pins(double holdMs) {
    return new Timing(0, holdMs, holdMs);
  }

  /** The same on a host whose loop is an ordinary thread: it will be late more often. */
  public Timing onAnOrdinaryHost() {
    return new Timing(leadMs, runGuardMs, pwmGuardMs, OVERDUE_PCT_ORDINARY);
  }

  /**
   * The latest a tick may come after the one before it and still refresh guards (ms): min(20,
   * smallest guard - 10).
   */
  public double lateTickMs() {
    return Math.min(20, Math.min(runGuardMs, pwmGuardMs) - 10);
  }
}
