package org.stipple.sim.board;

/** A hardware PWM with a default, a guard and timed events. */
final class PwmOut implements BoardObject, OutputSchedule.Target {

  private final Core core;
  private final int pin;
  private final int defaultValue;
  private final OutputSchedule schedule;
  private int value;

  PwmOut(Core core, int pin, int value, int defaultValue, long maxDuration) {
    this.core = core;
    this.pin = pin;
    this.value = value;
    this.defaultValue = defaultValue;
    this.schedule =
        new OutputSchedule(core, this, Reason.MISSED_PWM, Reason.PWM_TOO_LONG, maxDuration);
    core.drivePwm(pin, value, core.timers.now());
    core.logPwm(pin, value, core.timers.now());
  }

  void queue(int clock, int newValue) {
    schedule.queue(clock, newValue);
  }

  @Override
  public void apply(int newValue, long tick) {
    int kept = newValue & 0xFFFF;
    if (kept == value) {
      return;
    }
    boolean crossesZero = (core.fraction(kept) > 0) != (core.fraction(value) > 0);
    value = kept;
    core.drivePwm(pin, value, tick);
    if (crossesZero) {
      core.logPwm(pin, value, tick);
    }
  }

  @Override
  public boolean isAwayFromDefault() {
    return value != defaultValue;
  }

  @Override
  public void shutdown(long tick) {
    schedule.shutdown();
    apply(defaultValue, tick);
  }
}
