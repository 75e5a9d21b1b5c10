package org.stipple.sim.board;

/**
 * A digital output with a default, a guard, timed events and, if asked for, a slow software PWM.
 */
final class DigitalOut implements BoardObject, OutputSchedule.Target {

  private final Core core;
  private final int pin;
  private final boolean defaultLevel;
  private final OutputSchedule schedule;
  private final Timer toggleTimer = new Timer(this::toggle);
  private long cycle;
  private long onTicks;
  private boolean toggling;
  private boolean level;

  DigitalOut(Core core, int pin, boolean level, boolean defaultLevel, long maxDuration) {
    this.core = core;
    this.pin = pin;
    this.level = level;
    this.defaultLevel = defaultLevel;
    this.schedule =
        new OutputSchedule(core, this, Reason.MISSED_DIGITAL, Reason.DIGITAL_TOO_LONG, maxDuration);
    core.drive(pin, level, core.timers.now());
    core.logDigital(pin, level, core.timers.now());
  }

  void queue(int clock, int newOnTicks) {
    schedule.queue(clock, newOnTicks);
  }

  void setCycle(long cycleTicks) {
    if (!schedule.isEmpty()) {
      throw new BoardFault(Reason.CYCLE_WITH_QUEUE);
    }
    cycle = cycleTicks;
  }

  void update(boolean newLevel) {
    if (!schedule.isEmpty()) {
      throw new BoardFault(Reason.UPDATE_WITH_QUEUE);
    }
    long always = cycle == 0 ? 1 : cycle;
    schedule.setNow(newLevel ? (int) always : 0, core.timers.now());
  }

  @Override
  public void apply(int value, long tick) {
    long newOnTicks = value & 0xFFFF_FFFFL;
    core.timers.stop(toggleTimer);
    toggling = newOnTicks > 0 && newOnTicks < cycle;
    set(newOnTicks > 0, tick);
    if (toggling) {
      core.checkPeriod(newOnTicks);
      core.checkPeriod(cycle - newOnTicks);
      onTicks = newOnTicks;
      core.timers.start(toggleTimer, tick + newOnTicks);
    }
  }

  private long toggle(long tick) {
    set(!level, tick);
    return tick + (level ? onTicks : cycle - onTicks);
  }

  @Override
  public boolean isAwayFromDefault() {
    return toggling || level != defaultLevel;
  }

  private void set(boolean newLevel, long tick) {
    if (newLevel != level) {
      level = newLevel;
      core.drive(pin, level, tick);
      core.logDigital(pin, level, tick);
    }
  }

  @Override
  public void shutdown(long tick) {
    schedule.shutdown();
    toggling = false;
    set(defaultLevel, tick);
  }
}
