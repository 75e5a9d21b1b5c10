package org.stipple.controller.board;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.MessageReader;

/**
 * The fitted parts of one board, by its dictionary and the settings, and the configuration that
 * makes them. Built while disarmed; used every tick.
 */
final class Parts {

  private static final double USB_COUNTER_SECONDS = 2e-3;
  private static final double UART_COUNTER_SECONDS = 5e-3;

  /** Often enough to integrate the current over a turn at 180 Hz, with all its harmonics. */
  private static final double CURRENT_REST_SECONDS = 0.5e-3;

  /** The same for a slower chip, which then tells contacts at lower frequencies only. */
  private static final double SLOW_CURRENT_REST_SECONDS = 1e-3;

  private static final int USB_CURRENT_VALUES = 4;
  private static final int UART_CURRENT_VALUES = 10;
  private static final double SUPPLY_REST_SECONDS = 2e-3;

  /** Values of the supply, which is slow, a report carries (20 ms). */
  private static final int SUPPLY_VALUES = 10;

  private static final double NEVER_TRIPS = 2;

  private final Channel channel;
  private final Reports reports;
  private final List<Configuration.Line> lines;
  private final int oids;
  private final int crc;

  private final MotorOutputs motor;
  private final Sounder sounder;
  private final @Nullable PulseCounter tach;
  private final @Nullable PulseCounter index;
  private final @Nullable ContactInputs contacts;
  private final @Nullable AnalogInput current;
  private final @Nullable AnalogInput supply;
  private final @Nullable DepthAxis depth;

  Parts(
      DataDictionary dictionary,
      BoardSettings settings,
      Profile profile,
      Channel channel,
      Reports reports)
      throws DictionaryException {
    this.channel = channel;
    this.reports = reports;
    Configuration c = new Configuration(dictionary, settings);
    motor = new MotorOutputs(c, settings, profile.timing(), channel);
    sounder = new Sounder(c, settings, channel);
    boolean uart = settings.baud() != 0;
    double report = uart ? UART_COUNTER_SECONDS : USB_COUNTER_SECONDS;
    double poll = pollSeconds(dictionary, settings, profile);
    tach =
        settings.has(Role.TACH)
            ? new PulseCounter(c, Role.TACH, poll, report, reports.tach, channel)
            : null;
    index =
        settings.has(Role.INDEX)
            ? new PulseCounter(c, Role.INDEX, poll, report, reports.index, channel)
            : null;
    contacts =
        settings.equipment().contacts() != 0 ? new ContactInputs(c, settings, channel) : null;
    int values = uart ? UART_CURRENT_VALUES : USB_CURRENT_VALUES;
    double trip = settings.currentTripMilliamps() / profile.scales().currentFullScaleMilliamps();
    current =
        settings.has(Role.MOTOR_CURRENT)
            ? new AnalogInput(
                c,
                Role.MOTOR_CURRENT,
                uart ? SLOW_CURRENT_REST_SECONDS : CURRENT_REST_SECONDS,
                values,
                trip,
                reports.current,
                channel)
            : null;
    supply =
        settings.has(Role.MOTOR_SUPPLY)
            ? new AnalogInput(
                c,
                Role.MOTOR_SUPPLY,
                SUPPLY_REST_SECONDS,
                SUPPLY_VALUES,
                NEVER_TRIPS,
                null,
                channel)
            : null;
    depth = settings.equipment().depthAxis() ? new DepthAxis(c, settings, profile, channel) : null;
    lines = c.lines();
    oids = c.oids();
    crc = c.crc();
  }

  /**
   * 50 us on ARM, 100 us on the slower AVR (the protocol page's section 11); a Linux process, which
   * shares its core with others, looks every 250 us; more often where the pulses ask for it.
   */
  private static double pollSeconds(
      DataDictionary dictionary, BoardSettings settings, Profile profile) {
    if (settings.counterPollMicros() != 0) {
      return settings.counterPollMicros() * 1e-6;
    }
    String mcu = dictionary.text("MCU");
    double usual = Configuration.isAvr(mcu) ? 100e-6 : mcu.equals("linux") ? 250e-6 : 50e-6;
    double levelSeconds =
        1 / (2.0 * profile.needle().pulsesPerStroke() * profile.limits().frequencyHzMax());
    return Math.max(50e-6, Math.min(usual, 0.9 * levelSeconds));
  }

  List<Configuration.Line> lines() {
    return lines;
  }

  int oids() {
    return oids;
  }

  int crc() {
    return crc;
  }

  /** Starts the inputs of a freshly configured board; each at a time of its own. */
  void begin(long nowNs, long leadNs) {
    long start = channel.ticksAt(nowNs + leadNs + 20_000_000L);
    long apart = channel.clock.ticks(0.3e-3);
    motor.begin();
    sounder.begin();
    if (tach != null) {
      tach.begin(start);
    }
    if (index != null) {
      index.begin(start + apart);
    }
    if (contacts != null) {
      contacts.begin(start + 2 * apart);
    }
    if (current != null) {
      current.begin(start + 3 * apart);
    }
    if (supply != null) {
      supply.begin(start + 4 * apart);
    }
    if (depth != null) {
      depth.begin();
    }
  }

  /** Takes a message from the board; false when it is for none of the parts. */
  boolean take(MessageFormat message, MessageReader reader, long nowNs) {
    return (tach != null && tach.take(message, reader))
        || (index != null && index.take(message, reader))
        || (contacts != null && contacts.take(message, reader, nowNs))
        || (current != null && current.take(message, reader))
        || (supply != null && supply.take(message, reader))
        || (depth != null && depth.take(message, reader, nowNs));
  }

  /** Fills in what the parts hold. */
  void fill(long nowNs) {
    if (contacts != null) {
      contacts.fill(reports);
    }
    if (current != null) {
      reports.motorCurrentFraction = current.fraction();
      if (current.takeFresh()) {
        reports.analogNs = nowNs;
      }
    }
    if (supply != null) {
      reports.motorSupplyFraction = supply.fraction();
    }
    reports.depth = depth == null ? DepthState.ABSENT : depth.state();
    reports.depthSteps = depth == null ? 0 : depth.steps();
    reports.depthHomings = depth == null ? 0 : depth.homings();
    reports.depthDriftSteps = depth == null ? 0 : depth.driftSteps();
  }

  /** Sends what the drive asks for. */
  void update(Drive drive, long nowNs) {
    motor.update(drive, nowNs);
    sounder.set(drive.sound);
    if (depth != null) {
      depth.update(drive, nowNs);
    }
    if (contacts != null) {
      contacts.update(nowNs);
    }
  }
}
