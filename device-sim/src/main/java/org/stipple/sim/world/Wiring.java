package org.stipple.sim.world;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.board.BoardPins;
import org.stipple.sim.plant.Plant;

/**
 * The reference machine's circuit between the board's pins and the plant.
 *
 * <p>Outputs. EN of the bridge = motor_pwm AND motor_run; both lines have a pull-down, so a board
 * that is in reset, unplugged or not configured brakes the motor. The supply relay's coil is fed
 * through supply_enable (pull-down) in series with the e-stop's first channel; released, its
 * normally-closed contact shorts the motor. It picks up 8 ms after its coil is fed and drops out 5
 * ms after. The buzzer has a pull-down. depth_enable is active low with a pull-up at the driver, a
 * high depth_dir means deeper.
 *
 * <p>Inputs. Contacts close to ground and need the board's pull-up; an open contact on a pin
 * without one reads low. Pedal: pedal_no pressed = low, pedal_nc pressed = high. estop_sense:
 * normally-closed loop, healthy = low, pressed or broken = high. depth_endstop: closed at full
 * retraction = low. tach and index are push-pull. motor_current: 3.3 V = 1.0 A; motor_supply: 3.3 V
 * = 20 V (full scale of the converter in both cases).
 *
 * <p>One thread; time never goes back. Outputs take effect at their exact time, inputs are those of
 * a plant at most 5 us older.
 */
public final class Wiring implements BoardPins {

  /** Motor current at full scale of the converter, amperes. */
  public static final double FULL_SCALE_AMPS = 1.0;

  /** Supply voltage at full scale of the converter, volts. */
  public static final double FULL_SCALE_VOLTS = 20.0;

  private static final long COARSEST_NS = 5_000;
  private static final long LONGEST_STEP_NS = 1_000_000_000;
  private static final long SETTLING_STEP_NS = 100_000;
  private static final long RELAY_ON_NS = 8_000_000;
  private static final long RELAY_OFF_NS = 5_000_000;
  private static final long NEVER = Long.MAX_VALUE;
  private static final int PINS = 256;

  /** Temperature sensor of the chip at 27 degrees Celsius: 0.706 V of 3.3 V (its data sheet). */
  private static final double CHIP_SENSOR_FRACTION = 0.706 / 3.3;

  private final Plant plant;
  private final Role[] roles = new Role[PINS];
  private final boolean[] pulledUp = new boolean[PINS];
  private final EnumMap<Role, Boolean> stuck = new EnumMap<>(Role.class);
  private final Pedal pedal;
  private final Contact estopSense;
  private final TachWire tachWire;
  private final DriveRecord drive = new DriveRecord();
  private long nowNs;

  private double motorPwm;
  private boolean pwmStuck;
  private boolean motorRun;
  private boolean supplyEnable;
  private boolean estopClosed = true;
  private boolean relayWelded;
  private boolean coilOpen;
  private double senseGain = 1;
  private double senseOffsetAmps;
  private boolean relayCoil;
  private boolean relayClosed;
  private long relayMovesNs = NEVER;
  private boolean buzzer;
  private boolean depthDeeper;
  private boolean depthEnabled;

  /**
   * Wires a plant.
   *
   * @param seed of the contacts' bounce
   * @throws IllegalArgumentException where the board has no pin of a name
   */
  public Wiring(BoardKind kind, PinMap map, Plant plant, long seed, long nowNs) {
    this.plant = plant;
    this.nowNs = nowNs;
    Arrays.fill(roles, Role.NONE);
    for (Map.Entry<Role, String> entry : map.pins().entrySet()) {
      int pin = kind.pinNumber(entry.getValue());
      if (pin < 0) {
        throw new IllegalArgumentException(
            "board " + kind.name() + " has no pin " + entry.getValue());
      }
      roles[pin] = entry.getKey();
    }
    SplittableRandom random = new SplittableRandom(seed);
    pedal = new Pedal(random.split());
    estopSense = new Contact(true, random.split());
    tachWire = new TachWire(random.split());
  }

  /** Lets the plant run up to that time. */
  public void advanceTo(long timeNs) {
    while (relayMovesNs <= timeNs) {
      long atNs = relayMovesNs;
      relayMovesNs = NEVER;
      step(atNs);
      relayClosed = relayCoil || relayWelded;
      plant.supply(relayClosed);
    }
    step(timeNs);
  }

  private void step(long timeNs) {
    while (nowNs < timeNs) {
      long longestNs = drive.isSettling() ? SETTLING_STEP_NS : LONGEST_STEP_NS;
      long partNs = Math.min(timeNs - nowNs, longestNs);
      plant.stepNs(partNs);
      nowNs += partNs;
      drive.moved(plant.speedRadPerS(), nowNs, plant.strokes());
    }
  }

  private void sense(long timeNs) {
    if (timeNs - nowNs >= COARSEST_NS) {
      advanceTo(timeNs);
    }
  }

  @Override
  public boolean level(int pin, long timeNs) {
    sense(timeNs);
    if (!stuck.isEmpty()) {
      Boolean given = stuck.get(roles[pin]);
      if (given != null) {
        return given;
      }
    }
    return switch (roles[pin]) {
      case TACH -> tachWire.level(plant.tachLevel(), timeNs);
      case INDEX -> plant.indexLevel();
      case PEDAL_NO -> contact(pin, pedal.openContactClosed(timeNs));
      case PEDAL_NC -> contact(pin, pedal.closedContactClosed(timeNs));
      case ESTOP_SENSE -> contact(pin, estopSense.closed(timeNs));
      case DEPTH_ENDSTOP -> contact(pin, plant.endstopLevel());
      case MOTOR_PWM,
          MOTOR_RUN,
          SUPPLY_ENABLE,
          BUZZER,
          DEPTH_STEP,
          DEPTH_DIR,
          DEPTH_ENABLE,
          MOTOR_CURRENT,
          MOTOR_SUPPLY,
          NONE ->
          pulledUp[pin];
    };
  }

  private boolean contact(int pin, boolean closed) {
    return !closed && pulledUp[pin];
  }

  @Override
  public double analogFraction(int pin, long timeNs) {
    sense(timeNs);
    Role role = roles[pin];
    if (role == Role.MOTOR_CURRENT) {
      return (senseGain * plant.motorCurrentAmps() + senseOffsetAmps) / FULL_SCALE_AMPS;
    }
    if (role == Role.MOTOR_SUPPLY) {
      return plant.supplyVolts() / FULL_SCALE_VOLTS;
    }
    return pin == PINS - 2 ? CHIP_SENSOR_FRACTION : 0;
  }

  @Override
  public void input(int pin, int pull, long timeNs) {
    pulledUp[pin] = pull > 0;
  }

  @Override
  public void digitalOut(int pin, boolean level, long timeNs) {
    pwm(pin, level ? 1 : 0, timeNs);
  }

  @Override
  public void pwm(int pin, double fraction, long timeNs) {
    advanceTo(timeNs);
    boolean level = fraction > 0;
    switch (roles[pin]) {
      case MOTOR_PWM -> {
        motorPwm = fraction;
        bridge();
      }
      case MOTOR_RUN -> {
        motorRun = level;
        bridge();
      }
      case SUPPLY_ENABLE -> {
        supplyEnable = level;
        relay();
      }
      case BUZZER -> buzzer = level;
      case DEPTH_DIR -> depthDeeper = level;
      case DEPTH_ENABLE -> enableDepth(!level);
      case DEPTH_STEP,
          TACH,
          INDEX,
          PEDAL_NO,
          PEDAL_NC,
          ESTOP_SENSE,
          DEPTH_ENDSTOP,
          MOTOR_CURRENT,
          MOTOR_SUPPLY,
          NONE -> {}
    }
  }

  @Override
  public void step(int pin, long timeNs) {
    if (roles[pin] == Role.DEPTH_STEP) {
      sense(timeNs);
      plant.depthStep(depthDeeper);
    }
  }

  @Override
  public void released(long timeNs) {
    advanceTo(timeNs);
    Arrays.fill(pulledUp, false);
    motorPwm = 0;
    motorRun = false;
    supplyEnable = false;
    buzzer = false;
    depthDeeper = false;
    bridge();
    relay();
    enableDepth(false);
  }

  private void bridge() {
    double duty = bridgeDuty();
    plant.bridge(duty);
    drive.drive(duty > 0, nowNs, plant.strokes());
  }

  private void relay() {
    boolean coil = supplyEnable && estopClosed && !coilOpen;
    if (coil != relayCoil) {
      relayCoil = coil;
      relayMovesNs = coil == relayClosed ? NEVER : nowNs + (coil ? RELAY_ON_NS : RELAY_OFF_NS);
    }
  }

  private void enableDepth(boolean enabled) {
    depthEnabled = enabled;
    plant.depthEnabled(enabled);
  }

  /** A foot presses or leaves the pedal. */
  public void pedal(boolean down, long timeNs) {
    advanceTo(timeNs);
    if (down == pedal.isDown()) {
      return;
    }
    if (down) {
      pedal.press(timeNs);
    } else {
      pedal.release(timeNs);
    }
  }

  /** The e-stop is pulled (closed) or pressed, or its wire breaks (open). */
  public void estop(boolean closed, long timeNs) {
    advanceTo(timeNs);
    if (closed != estopClosed) {
      estopClosed = closed;
      estopSense.move(closed, timeNs);
      relay();
    }
  }

  /** Fault: a broken wire or a welded contact; the board reads that level whatever is so. */
  public void stuck(Role role, boolean level, long timeNs) {
    advanceTo(timeNs);
    stuck.put(role, level);
  }

  /** Fault: the line into the gate is full on, whatever the board makes of motor_pwm. */
  public void pwmStuck(boolean full, long timeNs) {
    advanceTo(timeNs);
    pwmStuck = full;
    bridge();
  }

  /** Fault: such shares of the tachometer's pulses are lost, and shown twice; 0 to 1. */
  public void tachDamage(double lost, double doubled, long timeNs) {
    advanceTo(timeNs);
    tachWire.damage(lost, doubled);
  }

  /** Fault: the relay's contact stays closed, whatever its coil does. */
  public void relayWelded(boolean welded, long timeNs) {
    advanceTo(timeNs);
    relayWelded = welded;
    relayClosed = relayCoil || welded;
    plant.supply(relayClosed);
  }

  /** Fault: the e-stop's channel in the relay's coil is open while the sensed one is closed. */
  public void coilOpen(boolean open, long timeNs) {
    advanceTo(timeNs);
    coilOpen = open;
    relay();
  }

  /** Fault: the current sense shows the current times {@code gain} and {@code offsetAmps} more. */
  public void currentSense(double gain, double offsetAmps, long timeNs) {
    advanceTo(timeNs);
    senseGain = gain;
    senseOffsetAmps = offsetAmps;
  }

  /** The wire is whole again. */
  public void mended(Role role, long timeNs) {
    advanceTo(timeNs);
    stuck.remove(role);
  }

  /** Skin at the handpiece's tip. */
  public void skin(boolean present, long timeNs) {
    advanceTo(timeNs);
    plant.skin(present);
  }

  /** Further friction at the shaft, millinewton metres, 0 to 100. */
  public void loadMillinewtonMetres(double load, long timeNs) {
    advanceTo(timeNs);
    plant.extraLoadNewtonMetres(load * 1e-3);
  }

  /** Whether the pedal is held. */
  public boolean isPedalDown() {
    return pedal.isDown();
  }

  /** Whether the e-stop's loop is closed. */
  public boolean isEstopClosed() {
    return estopClosed;
  }

  /** Whether the supply relay is closed; else it shorts the motor. */
  public boolean isSupplyOn() {
    return relayClosed;
  }

  /** Whether the buzzer sounds. */
  public boolean isBuzzing() {
    return buzzer;
  }

  /** Whether the depth axis' driver is enabled. */
  public boolean isDepthEnabled() {
    return depthEnabled;
  }

  /** Duty of the bridge's EN, 0 to 1. */
  public double bridgeDuty() {
    return motorRun ? (pwmStuck ? 1 : motorPwm) : 0;
  }

  /** Duty of motor_pwm alone, 0 to 1. */
  public double motorPwm() {
    return motorPwm;
  }

  /** Level of motor_run. */
  public boolean motorRun() {
    return motorRun;
  }

  /** Level of supply_enable. */
  public boolean supplyEnable() {
    return supplyEnable;
  }

  /** When the drive went on and off. */
  public DriveRecord drive() {
    return drive;
  }

  /** What is wired. */
  public Plant plant() {
    return plant;
  }

  /** World time up to which the plant has run. */
  public long nowNs() {
    return nowNs;
  }
}
