package org.stipple.controller.gpio;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.io.Pins;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Profile;

/**
 * The machine on the Pi's own pins.
 *
 * <p>Levels decide, and are looked at anew every tick; edges are counted for the tachometer only.
 * The motor has a PWM, which goes on by itself whatever becomes of this process, and a heartbeat:
 * toggled by every tick that wants the motor to run, and by nothing else. Its charge pump is the
 * guard that a board's outputs have in their firmware: a tick that does not come, a process that is
 * dead, paused or mistaken stops the motor.
 *
 * <p>What a board would do by itself is done here and looks the same to whoever reads the reports:
 * a machine that cuts its motor off is {@link LinkState#SHUTDOWN} with a reason, and comes back in
 * a new life.
 */
public final class GpioMachine implements Machine {

  /** The words a board has for a current above its trip; safety knows them. */
  static final String OVER_CURRENT = "ADC out of range";

  static final String SILENT = "the converter of the motor current does not answer";
  static final String GONE = "the lines of the Pi cannot be read any more: the chip is gone";

  /** A converter is asked every few ms; silent for so long it is broken or unplugged, ns. */
  private static final long SILENT_NS = 250_000_000;

  /** Codes in a row above the trip: one alone may be a disturbance. */
  private static final int TRIP_CODES = 4;

  /** At least so long the machine stays cut off, ns. */
  private static final long CUT_NS = 300_000_000;

  private final GpioSettings settings;
  private final Pins pins;
  private final EnableWatch enable;
  private final @Nullable DepthServo depth;
  private final double fractionPerCode;
  private final int tripCode;
  private final double periodNs;

  private int life;
  private boolean lost;
  private @Nullable String cut;
  private long cutNs;
  private boolean heartbeat;
  private boolean lapsing;
  private long widthNs;
  private boolean sounds;
  private boolean begun;
  private long begunNs;
  private long currentNs;
  private int above;

  /** On pins that stand at rest: no heartbeat, no duty. */
  public GpioMachine(Pins pins, GpioSettings settings, Profile profile) {
    this.pins = pins;
    this.settings = settings;
    enable = new EnableWatch(settings);
    GpioSettings.Servo servo = settings.servo();
    depth = servo == null ? null : new DepthServo(servo, profile.scales(), pins);
    GpioSettings.Current current = settings.current();
    double perCode = current == null ? 0 : current.milliampsPerCode();
    fractionPerCode = perCode / profile.scales().currentFullScaleMilliamps();
    tripCode = current == null ? 0 : (int) (current.tripMilliamps() / perCode);
    periodNs = 1e9 / settings.pwmHz();
  }

  @Override
  public void read(long nowNs, Reports reports) {
    reports.beginTick();
    lost |= !pins.look();
    if (!begun) {
      begun = true;
      begunNs = nowNs;
      life = 1;
    }
    reports.boardTicks = nowNs;
    reports.ticksPerSecond = 1e9;
    if (lost) {
      reports.link = LinkState.ABSENT;
      reports.reason = GONE;
      return;
    }
    reports.heardNs = nowNs;
    int levels = pins.levels();
    int closed = GpioSettings.closed(levels);
    reports.contactsReported = closed;
    reports.contactsQueried = closed;
    reports.contactsQueriedNs = nowNs;
    reports.encoder = GpioSettings.encoder(levels);
    count(nowNs, reports);
    measure(nowNs, reports);
    judge(nowNs, levels);
    DepthServo servo = depth;
    if (servo == null) {
      reports.depth = DepthState.ABSENT;
    } else {
      servo.fill(nowNs, reports);
    }
    reports.life = life;
    reports.link = cut == null ? LinkState.READY : LinkState.SHUTDOWN;
    reports.reason = cut;
  }

  private void count(long nowNs, Reports reports) {
    if (settings.has(PiLine.TACH)) {
      reports.tach.add(pins.edges(PiLine.TACH), pins.edgeNs(PiLine.TACH), nowNs);
    }
    if (settings.has(PiLine.INDEX)) {
      reports.index.add(pins.edges(PiLine.INDEX), pins.edgeNs(PiLine.INDEX), nowNs);
    }
  }

  private void measure(long nowNs, Reports reports) {
    long measuredNs = pins.currentNs();
    if (settings.current() == null || measuredNs == 0) {
      return;
    }
    if (measuredNs != currentNs) {
      currentNs = measuredNs;
      int code = pins.currentCode();
      above = code > tripCode ? above + 1 : 0;
      reports.motorCurrentFraction = Math.clamp(code * fractionPerCode, 0, 1);
      reports.current.add(reports.motorCurrentFraction, measuredNs);
    }
    reports.analogNs = nowNs - currentNs > SILENT_NS ? 0 : currentNs;
  }

  /** Cuts the motor off where something says so, and ends that once nothing does any more. */
  private void judge(long nowNs, int levels) {
    String wrong = enable.wrong(nowNs, levels, lapsing);
    if (wrong == null && above >= TRIP_CODES) {
      wrong = OVER_CURRENT;
    }
    boolean silent = nowNs - Math.max(currentNs, begunNs) > SILENT_NS;
    if (wrong == null && settings.current() != null && silent) {
      wrong = SILENT;
    }
    if (wrong != null) {
      cut = cut == null ? wrong : cut;
      cutNs = nowNs;
    } else if (cut != null && nowNs - cutNs > CUT_NS) {
      cut = null;
      life++;
    }
  }

  @Override
  public void write(Drive drive, long nowNs) {
    boolean drives = drive.run && cut == null && !lost;
    lapsing = drives && drive.lapsing != Drive.Key.NONE;
    beat(drives && !lapsing, nowNs);
    width(drives ? Math.round(Math.clamp(drive.dutyFraction, 0, 1) * periodNs) : 0);
    DepthServo servo = depth;
    if (servo != null && cut == null && !lost) {
      servo.update(drive, nowNs);
    }
    if (drive.sound != sounds) {
      sounds = drive.sound;
      pins.set(PiLine.BUZZER, sounds);
    }
  }

  private void beat(boolean wanted, long nowNs) {
    if (wanted) {
      heartbeat = !heartbeat;
      pins.set(PiLine.HEARTBEAT, heartbeat);
      enable.toggled(nowNs);
      return;
    }
    if (heartbeat) {
      heartbeat = false;
      pins.set(PiLine.HEARTBEAT, false);
    }
    enable.rests();
  }

  private void width(long wantedNs) {
    if (wantedNs != widthNs) {
      widthNs = wantedNs;
      pins.pulse(Pins.Pwm.MOTOR, wantedNs);
    }
  }
}
