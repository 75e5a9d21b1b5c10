package org.stipple.controller.gpio;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.PinName;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;

/**
 * How the machine is wired to the Pi.
 *
 * @param chip name of the chip that has the lines, as in {@code gpiochip0}; null = the header's
 * @param lines line of each fitted purpose; names are {@code gpio0} and so on
 * @param pwmChip number of the PWM chip; negative = the Pi's usual one
 * @param pwmHz frequency of the motor PWM, 100 to 200,000 Hz
 * @param heartbeatHoldMs how long the charge pump holds the drive enabled without a toggle, 30 to
 *     80 ms
 * @param servo the depth axis; null = none
 * @param current converter of the motor current; null = none
 */
public record GpioSettings(
    @Nullable String chip,
    Map<PiLine, PinName> lines,
    int pwmChip,
    double pwmHz,
    double heartbeatHoldMs,
    @Nullable Servo servo,
    @Nullable Current current) {

  /** Highest needle frequency on this path, Hz (machine.md section 1). */
  public static final double FREQUENCY_HZ_MAX = 100;

  /** Fewest strokes of a tap on this path: its end is timed by the tick alone. */
  public static final int TAP_STROKES_MIN = 10;

  /**
   * Tachometer edges a second that one thread is trusted to take from the kernel, which keeps 16:
   * each costs an interrupt and a wake-up. A choice on the safe side, not measured on a Pi.
   */
  private static final double EDGES_PER_SECOND_MAX = 3_500;

  /** Contacts of the operator, and their bits in the reports. */
  private static final PiLine[] CONTACTS = {PiLine.PEDAL_NO, PiLine.PEDAL_NC, PiLine.ESTOP_SENSE};

  private static final int[] BITS = {Contacts.PEDAL_NO, Contacts.PEDAL_NC, Contacts.ESTOP};

  /**
   * A linear servo that moves the depth axis.
   *
   * @param retractedMicros pulse at full retraction, 500 to 2500 us
   * @param deepestMicros pulse at the far end of its travel, 500 to 2500 us
   * @param travelMm from the one to the other, 1 to 50 mm
   * @param speedMmPerS how fast it surely moves under load, 0.5 to 50 mm/s
   */
  public record Servo(
      double retractedMicros, double deepestMicros, double travelMm, double speedMmPerS) {

    /** Checks the ranges. */
    public Servo {
      range("servo pulse (us)", retractedMicros, 500, 2500);
      range("servo pulse (us)", deepestMicros, 500, 2500);
      range("servo travel (mm)", travelMm, 1, 50);
      range("servo speed (mm/s)", speedMmPerS, 0.5, 50);
      if (Math.abs(retractedMicros - deepestMicros) < 100) {
        throw new IllegalArgumentException("both servo pulses are about the same");
      }
    }

    /** Pulse at a place, ns; a place beyond the travel gives its end. */
    long pulseNs(double fromRetractedMm) {
      double share = Math.clamp(fromRetractedMm / travelMm, 0, 1);
      return Math.round(1e3 * (retractedMicros + share * (deepestMicros - retractedMicros)));
    }
  }

  /** Converters that are known. */
  public enum Converter {
    /** Shunt voltage, 10 uV a step. */
    INA219(10e-6),
    /** Shunt voltage, 2.5 uV a step. */
    INA226(2.5e-6),
    /** Voltage at AIN0, 125 uV a step at a range of 4.096 V. */
    ADS1115(125e-6);

    private final double voltsPerCode;

    Converter(double voltsPerCode) {
      this.voltsPerCode = voltsPerCode;
    }
  }

  /**
   * Where the motor current is measured.
   *
   * @param converter its kind
   * @param bus number of the I2C bus, 0 to 31
   * @param address on that bus, 0x08 to 0x77
   * @param ohms of the shunt, or volts an ampere of what feeds an ADS1115, 0.001 to 10
   * @param tripMilliamps mean current at which the motor is cut off, 10 to 20,000 mA
   */
  public record Current(
      Converter converter, int bus, int address, double ohms, double tripMilliamps) {

    /** Checks the ranges. */
    public Current {
      range("I2C bus", bus, 0, 31);
      range("I2C address", address, 0x08, 0x77);
      range("shunt (ohm)", ohms, 0.001, 10);
      range("current trip (mA)", tripMilliamps, 10, 20_000);
    }

    /** Motor current of one step of the code, mA. */
    double milliampsPerCode() {
      return 1e3 * converter.voltsPerCode / ohms;
    }

    /** Most that the converter can tell, mA: 16 bits with a sign. */
    public double milliampsMax() {
      double codes = converter == Converter.INA219 ? 32_000 : 32_767;
      return codes * milliampsPerCode();
    }
  }

  /** Checks the ranges; takes a copy of the lines. */
  public GpioSettings {
    lines = Map.copyOf(lines);
    range("PWM frequency (Hz)", pwmHz, 100, 200_000);
    range("hold of the heartbeat (ms)", heartbeatHoldMs, 30, 80);
  }

  private static void range(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(name + " = " + value + " is outside " + low + ".." + high);
    }
  }

  /** Whether there is a line for it. */
  public boolean has(PiLine line) {
    return lines.containsKey(line);
  }

  /** Highest needle frequency whose tachometer edges can be taken, Hz. */
  public static double countableHz(int pulsesPerStroke) {
    return EDGES_PER_SECOND_MAX / (2.0 * pulsesPerStroke);
  }

  /** Fitted contacts, bits of {@link Contacts}. */
  public int contacts() {
    int fitted = 0;
    for (int i = 0; i < CONTACTS.length; i++) {
      fitted |= has(CONTACTS[i]) ? BITS[i] : 0;
    }
    return fitted;
  }

  /** The parts of a machine that stands on the pins alone. */
  public Equipment equipment() {
    return new Equipment(
        contacts(),
        has(PiLine.TACH),
        has(PiLine.INDEX),
        current != null,
        false,
        servo != null,
        false,
        false,
        has(PiLine.BUZZER),
        has(PiLine.ENABLE_SENSE));
  }

  /** The parts of a machine whose board leaves some contacts to the Pi. */
  public Equipment beside(Equipment board) {
    return new Equipment(
        board.contacts() | contacts(),
        board.tachometer(),
        board.index(),
        board.motorCurrent(),
        board.motorSupply(),
        board.depthAxis(),
        board.supplySwitch(),
        board.secondKey(),
        board.sounder(),
        board.guardsSeen());
  }

  /** Closed contacts, bits of {@link Contacts}, from levels of the pins. */
  static int closed(int levels) {
    int closed = 0;
    for (int i = 0; i < CONTACTS.length; i++) {
      closed |= (levels & CONTACTS[i].bit()) != 0 ? BITS[i] : 0;
    }
    return closed;
  }

  /** Contacts of the encoder, bits of {@link Contacts}, from levels of the pins. */
  static int encoder(int levels) {
    return ((levels & PiLine.ENCODER_A.bit()) != 0 ? Contacts.ENCODER_A : 0)
        | ((levels & PiLine.ENCODER_B.bit()) != 0 ? Contacts.ENCODER_B : 0)
        | ((levels & PiLine.ENCODER_PUSH.bit()) != 0 ? Contacts.ENCODER_PUSH : 0);
  }
}
