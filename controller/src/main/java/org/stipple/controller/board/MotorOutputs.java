package org.stipple.controller.board;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.profile.Timing;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DictionaryException;

/**
 * The outputs that move the needle: PWM of the bridge's enable, its second key, and the supply
 * relay. Each has a guard on the board: silence of the host brakes the motor.
 *
 * <p>A stop goes by {@code motor_run}, which acts at once and needs no clock; the PWM follows by
 * its queue, whose clocks cannot go back.
 */
final class MotorOutputs {

  /** How often a guarded output that is on is refreshed (the protocol page asks for <= 10 ms). */
  private static final long REFRESH_NS = 8_000_000L;

  private static final long PWM_PERIOD_NS = 4_000_000L;

  private final Channel channel;
  private final Switch run;
  private final Switch supply;

  private final @Nullable Command queuePwm;
  private final int pwmOid;
  private final int pwmMax;
  private final boolean pwmInverted;
  private final long leadNs;
  private final long leadTicks;
  private final long zerosNs;

  private double dither;
  private long lastPwmNs;
  private long lastPwmTicks;
  private long zeroUntilNs;

  MotorOutputs(Configuration c, BoardSettings settings, Timing timing, Channel channel)
      throws DictionaryException {
    this.channel = channel;
    int guard = c.ticks(timing.runGuardMs() * 1e-3);
    long expiryNs = (long) (timing.runGuardMs() * 0.5e6);
    run = new Switch(c, settings, Role.MOTOR_RUN, guard, expiryNs, channel);
    supply = new Switch(c, settings, Role.SUPPLY_ENABLE, guard, expiryNs, channel);
    leadNs = (long) (timing.leadMs() * 1e6);
    leadTicks = c.ticks(timing.leadMs() * 1e-3);
    zerosNs = (long) ((timing.leadMs() + timing.pwmGuardMs()) * 1e6);
    if (!settings.has(Role.MOTOR_PWM)) {
      queuePwm = null;
      pwmOid = -1;
      pwmMax = 0;
      pwmInverted = false;
      return;
    }
    pwmOid = c.newOid();
    pwmMax = (int) c.number(Role.MOTOR_PWM, "PWM_MAX");
    pwmInverted = c.name(Role.MOTOR_PWM).inverted();
    int off = pwmInverted ? pwmMax : 0;
    c.configure(
        c.command(
            Role.MOTOR_PWM,
            "config_pwm_out",
            "oid",
            "pin",
            "cycle_ticks",
            "value",
            "default_value",
            "max_duration"),
        pwmOid,
        c.pin(Role.MOTOR_PWM),
        c.ticks(1 / settings.pwmHz()),
        off,
        off,
        c.ticks(timing.pwmGuardMs() * 1e-3));
    queuePwm = c.command(Role.MOTOR_PWM, "queue_pwm_out", "oid", "clock", "value");
  }

  /** The board starts with all outputs at their defaults. */
  void begin() {
    run.begin();
    supply.begin();
    dither = 0;
    lastPwmNs = 0;
    lastPwmTicks = 0;
    zeroUntilNs = 0;
  }

  /** Sends what changed and refreshes what may be on. */
  void update(Drive drive, long nowNs) {
    // Also with a duty of zero: that one acts only after the lead, what was sent before acts now.
    boolean drives = drive.run;
    if (drive.discardStale || (run.on() && !drives)) {
      // No older "run" or duty may follow the stop.
      channel.link.expireAll();
    }
    if (drive.lapsing != Drive.Key.RUN) {
      run.set(drives, nowNs);
    }
    supply.set(drive.supply, nowNs);
    // With the second key the duty may go ahead of a start; without it the PWM is the only key.
    boolean mayDrive = run.fitted() ? drive.dutyFraction > 0 : drives;
    if (drive.lapsing != Drive.Key.PWM) {
      updatePwm(mayDrive ? Math.min(1, drive.dutyFraction) : 0, nowNs);
    }
  }

  private void updatePwm(double fraction, long nowNs) {
    Command queue = queuePwm;
    if (queue == null) {
      return;
    }
    if (fraction > 0) {
      // Zeros go on until the last value above zero has surely been replaced on the board.
      zeroUntilNs = nowNs + zerosNs;
    } else if (nowNs >= zeroUntilNs) {
      return;
    }
    if (nowNs - lastPwmNs < PWM_PERIOD_NS) {
      return;
    }
    lastPwmNs = nowNs;
    lastPwmTicks = Math.max(lastPwmTicks, channel.ticksAt(nowNs) + leadTicks);
    int value = fraction == 0 ? 0 : dithered(fraction * pwmMax);
    channel
        .start(queue)
        .put(pwmOid)
        .putClock(lastPwmTicks)
        .put(pwmInverted ? pwmMax - value : value);
    // The last quarter of the lead is for the way to the board.
    channel.send(nowNs + leadNs * 3 / 4);
  }

  /** Carries the rest of each rounding on, so that the mean is finer than the board's steps. */
  private int dithered(double exact) {
    int value = (int) Math.min(pwmMax, Math.max(1, Math.floor(exact + dither)));
    dither = Math.min(1, Math.max(0, exact + dither - value));
    return value;
  }

  /** A digital output with a guard, refreshed while it is on. */
  private static final class Switch {

    private final Channel channel;
    private final @Nullable Command update;
    private final int oid;
    private final boolean inverted;
    private final long expiryNs;
    private boolean on;
    private long lastNs;

    Switch(
        Configuration c,
        BoardSettings settings,
        Role role,
        int guardTicks,
        long expiryNs,
        Channel channel)
        throws DictionaryException {
      this.channel = channel;
      this.expiryNs = expiryNs;
      if (!settings.has(role)) {
        update = null;
        oid = -1;
        inverted = false;
        return;
      }
      oid = c.newOid();
      inverted = c.name(role).inverted();
      int off = inverted ? 1 : 0;
      c.configure(
          c.command(
              role, "config_digital_out", "oid", "pin", "value", "default_value", "max_duration"),
          oid,
          c.pin(role),
          off,
          off,
          guardTicks);
      update = c.command(role, "update_digital_out", "oid", "value");
    }

    void begin() {
      on = false;
      lastNs = 0;
    }

    boolean fitted() {
      return update != null;
    }

    boolean on() {
      return on;
    }

    void set(boolean wanted, long nowNs) {
      Command command = update;
      if (wanted == on && (!on || nowNs - lastNs < REFRESH_NS)) {
        return;
      }
      on = wanted;
      lastNs = nowNs;
      if (command == null) {
        return;
      }
      channel.start(command).put(oid).put(wanted == inverted ? 0 : 1);
      if (wanted) {
        channel.send(nowNs + expiryNs);
      } else {
        channel.send();
      }
    }
  }
}
