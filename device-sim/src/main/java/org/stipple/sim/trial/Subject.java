package org.stipple.sim.trial;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.PinName;
import org.stipple.controller.board.Role;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.profile.Arming;
import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Timing;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.plant.MotorParameters;
import org.stipple.sim.plant.NeedleDriveParameters;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.plant.PlantParameters;
import org.stipple.sim.plant.SenseParameters;
import org.stipple.sim.plant.SupplyParameters;
import org.stipple.sim.plant.TachParameters;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.world.PinMap;
import org.stipple.sim.world.SimulatedMachine;
import org.stipple.sim.world.Wiring;

/**
 * A machine to be tried: what it is made of, the board it hangs on, and the profile a calibration
 * of it would have given.
 *
 * @param name for tables
 * @param parameters of the plant
 * @param kind of board
 * @param profile what the host believes
 * @param reachHz highest frequency this one reaches with some volts to spare
 */
public record Subject(
    String name, PlantParameters parameters, BoardKind kind, Profile profile, double reachHz) {

  private static final double SECONDS_TO_SETTLE = 1.5;
  private static final double SECONDS_TO_COUNT = 2;

  /** A shaft slower than this has stalled for the purposes of a curve, Hz. */
  private static final double STALLED_HZ = 15;

  /** Share of the supply a curve is taken up to: the rest is for control. */
  private static final double DUTY_MAX = 0.85;

  private static final double NEVER_TRIPS_MILLIAMPS = 20_000;
  private static final double REFERENCE_TORQUE_NM = 11.4e-3 * 0.6;

  /** The machine of machine.md with all parameters at their defaults. */
  public static Subject reference() {
    return new Subject(
        "reference", PlantParameters.defaults(), BoardKind.PICO, Profile.reference(), 180);
  }

  /** The same with one tachometer pulse a stroke and no index. */
  public static Subject onePulse() {
    Profile usual = Profile.reference();
    Needle needle = usual.needle();
    return new Subject(
        "1 pulse a stroke",
        PlantParameters.defaults().with(TachParameters.onePulse()),
        BoardKind.PICO,
        usual.with(
            new Needle(
                needle.strokeMm(),
                1,
                needle.feedForwardOffsetVolts(),
                needle.feedForwardVoltsPerHz(),
                needle.supplyVolts())),
        180);
  }

  /** The same on an ATmega2560 by UART, whose PWM has 8 bits. */
  public static Subject eightBit() {
    return new Subject(
        "AVR, 8-bit PWM",
        PlantParameters.defaults(),
        BoardKind.AVR,
        Profile.reference().with(Timing.uart()),
        180);
  }

  /** The same with three times the noise in its current, in which no contact can be told. */
  public static Subject noisyCurrent() {
    PlantParameters usual = PlantParameters.defaults();
    SenseParameters sense = usual.sense();
    return reference()
        .with(
            usual.with(
                new SenseParameters(
                    sense.filterHz(), sense.pwmHz(), 3e-3, sense.showsBrakeCurrent())));
  }

  /** Correlated motor variants and the ends of the drive's and the supply's ranges. */
  public static List<Subject> atTheLimits() {
    PlantParameters usual = PlantParameters.defaults();
    NeedleDriveParameters drive = usual.drive();
    List<Subject> subjects = new ArrayList<>();
    for (String motor : MotorParameters.names()) {
      if (!motor.equals(usual.motor().name())) {
        subjects.add(calibrated("motor " + motor, usual.with(MotorParameters.named(motor))));
      }
    }
    subjects.add(calibrated("friction 0.3 mNm", usual.with(drive.withCamFriction(0.3e-3))));
    subjects.add(calibrated("friction 1.2 mNm", usual.with(drive.withCamFriction(1.2e-3))));
    subjects.add(calibrated("spring 20 N/m, 0.3 N", usual.with(spring(drive, 20, 0.3))));
    subjects.add(calibrated("spring 160 N/m, 1.2 N", usual.with(spring(drive, 160, 1.2))));
    subjects.add(calibrated("stroke 2.2 mm", usual.with(stroke(drive, 2.2e-3))));
    subjects.add(calibrated("stroke 4.0 mm", usual.with(stroke(drive, 4.0e-3))));
    SupplyParameters supply = usual.supply();
    subjects.add(
        calibrated(
            "supply 12 V",
            usual.with(
                new SupplyParameters(
                    12,
                    supply.sourceOhms(),
                    supply.currentLimitAmps(),
                    supply.riseSeconds(),
                    supply.fallSeconds(),
                    supply.ambientCelsius()))));
    subjects.add(
        calibrated(
            "supply sags by 5 ohm",
            usual.with(
                new SupplyParameters(
                    15,
                    5,
                    supply.currentLimitAmps(),
                    supply.riseSeconds(),
                    supply.fallSeconds(),
                    supply.ambientCelsius()))));
    return subjects;
  }

  private static NeedleDriveParameters spring(
      NeedleDriveParameters d, double newtonPerMetre, double preloadNewton) {
    return new NeedleDriveParameters(
        d.strokeMetres(),
        d.eccentricInertiaKgM2(),
        d.camFrictionNewtonMetres(),
        d.camFrictionDrift(),
        d.stictionRatio(),
        d.barMassKg(),
        newtonPerMetre,
        preloadNewton,
        d.barFrictionNewton(),
        d.barFrictionNewtonSPerM(),
        d.startAngleRad());
  }

  private static NeedleDriveParameters stroke(NeedleDriveParameters d, double metres) {
    return new NeedleDriveParameters(
        metres,
        d.eccentricInertiaKgM2(),
        d.camFrictionNewtonMetres(),
        d.camFrictionDrift(),
        d.stictionRatio(),
        d.barMassKg(),
        d.springNewtonPerMetre(),
        d.springPreloadNewton(),
        d.barFrictionNewton(),
        d.barFrictionNewtonSPerM(),
        d.startAngleRad());
  }

  /** The plant with the profile that measuring its curve gives. */
  static Subject calibrated(String name, PlantParameters parameters) {
    double supplyVolts = parameters.supply().openVolts();
    double[] volts = new double[12];
    double[] hz = new double[12];
    int points = 0;
    for (int i = 1; i <= volts.length; i++) {
      double duty = DUTY_MAX * i / volts.length;
      double reached = frequencyAt(parameters, duty);
      if (reached > STALLED_HZ && reached < 190) {
        volts[points] = duty * supplyVolts;
        hz[points] = reached;
        points++;
      }
    }
    double[] line = line(volts, hz, points);
    MotorParameters m = parameters.motor();
    double inertia = m.rotorInertiaKgM2() + parameters.drive().eccentricInertiaKgM2();
    double lagMs = 1e3 * inertia * m.resistanceOhms() / square(m.torqueConstantNmPerA());
    Profile usual = Profile.reference();
    // The bridge's own trip (0.9 A) and the winding bound the current; the reference's torque does.
    double milliamps = Math.min(800, 1e3 * REFERENCE_TORQUE_NM / m.torqueConstantNmPerA());
    double reach = points == 0 ? 0 : Math.min(180, hz[points - 1]);
    Needle needle =
        new Needle(
            1e3 * parameters.drive().strokeMetres(),
            parameters.tach().pulsesPerStroke(),
            Math.clamp(line[0], 0, 12),
            Math.clamp(line[1], 0.001, 1),
            supplyVolts);
    Profile profile =
        usual
            .with(needle)
            .with(
                new Motor(
                    m.resistanceOhms(),
                    1e3 * m.torqueConstantNmPerA(),
                    Math.clamp(lagMs, 2, 200),
                    milliamps))
            .with(new Limits(20, 180, 0.2, 2.0).parkable(needle));
    return new Subject(name, parameters, BoardKind.PICO, profile, reach);
  }

  private static double frequencyAt(PlantParameters parameters, double duty) {
    Plant plant = new Plant(parameters, 1);
    plant.supply(true);
    plant.bridge(duty);
    plant.stepNs((long) (SECONDS_TO_SETTLE * 1e9));
    double before = plant.shaftAngleRad();
    plant.stepNs((long) (SECONDS_TO_COUNT * 1e9));
    return (plant.shaftAngleRad() - before) / (2 * StrictMath.PI * SECONDS_TO_COUNT);
  }

  /** Least squares: offset and slope. */
  private static double[] line(double[] volts, double[] hz, int points) {
    double meanV = 0;
    double meanF = 0;
    for (int i = 0; i < points; i++) {
      meanV += volts[i] / points;
      meanF += hz[i] / points;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < points; i++) {
      covariance += (hz[i] - meanF) * (volts[i] - meanV);
      variance += square(hz[i] - meanF);
    }
    double slope = covariance / variance;
    return new double[] {meanV - slope * meanF, slope};
  }

  private static double square(double value) {
    return value * value;
  }

  /** The same machine made of something else, believed to be what it was. */
  public Subject with(PlantParameters other) {
    return new Subject(name, other, kind, profile, reachHz);
  }

  /** The same machine, which proves itself before it is armed. */
  public Subject selfTesting() {
    return new Subject(name, parameters, kind, profile.with(Arming.tested()), reachHz);
  }

  /** Powers it up under a host of its own; armed, the needle at rest. */
  public VirtualSession armed(long seed) {
    VirtualSession session = powered(seed);
    session.expectDone(new OperatorCommand.Mount(session.newId(), cartridge(), profile.tissue()));
    session.arm();
    return session;
  }

  /** The cartridge whose membrane is the plant's spring: the kick goes by it. */
  private Cartridge cartridge() {
    Limits limits = profile.limits();
    return new Cartridge(
        name,
        profile.tissue().needles(),
        parameters.drive().springNewtonPerMetre(),
        limits.frequencyHzMin(),
        limits.frequencyHzMax(),
        limits.depthMmMax());
  }

  /** Powers it up under a host of its own, which has heard nothing of the board yet. */
  public VirtualSession powered(long seed) {
    return powered(seed, link -> link);
  }

  /** The same, its line going through something of the caller's. */
  public VirtualSession powered(long seed, UnaryOperator<ByteLink> tap) {
    return new VirtualSession(
        new SimulatedMachine(kind, PinMap.of(kind), parameters, seed, 0),
        settings(),
        profile,
        seed,
        0,
        0,
        tap);
  }

  private BoardSettings settings() {
    Map<Role, PinName> pins = new EnumMap<>(Role.class);
    PinMap.of(kind)
        .pins()
        .forEach(
            (role, name) -> pins.put(Role.valueOf(role.name()), PinName.parse(marked(role, name))));
    if (!parameters.tach().indexPresent()) {
      pins.remove(Role.INDEX);
    }
    boolean avr = kind.name().equals(BoardKind.AVR.name());
    return new BoardSettings(
        null,
        avr ? 250_000 : 0,
        pins,
        avr ? 31_000 : 80_000,
        0,
        tripMilliamps(),
        BoardSettings.DepthMotion.reference());
  }

  /**
   * The monitor of the reference wiring ends at 1 A. A motor that can draw or, braking, return more
   * than that wants a monitor of another scale; with this one the board's own trip must be off.
   */
  private double tripMilliamps() {
    double most = parameters.supply().openVolts() / parameters.motor().resistanceOhms();
    return most < 1.2 * Wiring.FULL_SCALE_AMPS ? 900 : NEVER_TRIPS_MILLIAMPS;
  }

  /** Contacts to ground want a pull-up and count upside down, and so does a driver's enable. */
  private static String marked(org.stipple.sim.world.Role role, String pin) {
    return switch (role) {
      case PEDAL_NO, PEDAL_NC, ESTOP_SENSE, DEPTH_ENDSTOP -> "^!" + pin;
      case DEPTH_ENABLE -> "!" + pin;
      default -> pin;
    };
  }
}
