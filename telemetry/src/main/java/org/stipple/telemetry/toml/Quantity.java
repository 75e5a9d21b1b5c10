package org.stipple.telemetry.toml;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reading "20 ms": a number and a unit, exact in decimal, into the unit a setting is kept in. */
public final class Quantity {

  private static final Pattern FORM = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)\\s*(\\S.*)?");

  /** Everything that can be measured in settings; units of one dimension convert to each other. */
  public enum Dimension {
    TIME,
    FREQUENCY,
    LENGTH,
    VOLTAGE,
    CURRENT,
    SPEED,
    ACCELERATION,
    BIT_RATE,
    VOLTS_PER_FREQUENCY,
    STEPS_PER_LENGTH,
    RESISTANCE,
    TORQUE_PER_CURRENT,
    TORQUE,
    AREA,
    STIFFNESS,
    STROKES_PER_AREA,
    RATIO,
    STORAGE,
    CALENDAR
  }

  /** A unit and its power of ten within its dimension. */
  public enum Unit {
    US("us", Dimension.TIME, -6),
    MS("ms", Dimension.TIME, -3),
    S("s", Dimension.TIME, 0),
    HZ("Hz", Dimension.FREQUENCY, 0),
    KHZ("kHz", Dimension.FREQUENCY, 3),
    MHZ("MHz", Dimension.FREQUENCY, 6),
    UM("um", Dimension.LENGTH, -6),
    MM("mm", Dimension.LENGTH, -3),
    CM("cm", Dimension.LENGTH, -2),
    MV("mV", Dimension.VOLTAGE, -3),
    V("V", Dimension.VOLTAGE, 0),
    MA("mA", Dimension.CURRENT, -3),
    A("A", Dimension.CURRENT, 0),
    MM_PER_S("mm/s", Dimension.SPEED, -3),
    CM_PER_S("cm/s", Dimension.SPEED, -2),
    MM_PER_S2("mm/s2", Dimension.ACCELERATION, -3),
    M_PER_S2("m/s2", Dimension.ACCELERATION, 0),
    BAUD("baud", Dimension.BIT_RATE, 0),
    KBAUD("kbaud", Dimension.BIT_RATE, 3),
    V_PER_HZ("V/Hz", Dimension.VOLTS_PER_FREQUENCY, 0),
    MV_PER_HZ("mV/Hz", Dimension.VOLTS_PER_FREQUENCY, -3),
    STEPS_PER_MM("steps/mm", Dimension.STEPS_PER_LENGTH, 0),
    OHM("ohm", Dimension.RESISTANCE, 0),
    MNM_PER_A("mNm/A", Dimension.TORQUE_PER_CURRENT, 0),
    MNM("mNm", Dimension.TORQUE, 0),
    CM2("cm2", Dimension.AREA, 0),
    N_PER_M("N/m", Dimension.STIFFNESS, 0),
    STROKES_PER_CM2("strokes/cm2", Dimension.STROKES_PER_AREA, 0),
    PERCENT("%", Dimension.RATIO, -2),
    MB("MB", Dimension.STORAGE, 6),
    GB("GB", Dimension.STORAGE, 9),
    DAYS("days", Dimension.CALENDAR, 0);

    private final String symbol;
    private final Dimension dimension;
    private final int power;

    Unit(String symbol, Dimension dimension, int power) {
      this.symbol = symbol;
      this.dimension = dimension;
      this.power = power;
    }

    /** As it is written. */
    public String symbol() {
      return symbol;
    }

    /** All symbols that may be written where this unit is expected. */
    List<String> symbolsOfDimension() {
      return Arrays.stream(values())
          .filter(unit -> unit.dimension == dimension)
          .map(Unit::symbol)
          .toList();
    }

    private static Optional<Unit> of(String symbol) {
      String plain =
          symbol.replace("µ", "u").replace("μ", "u").replace("²", "2").replace("^2", "2");
      return Arrays.stream(values()).filter(unit -> unit.symbol.equals(plain)).findFirst();
    }
  }

  /** Says in words what is wrong with a text. */
  public static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String words) {
      super(words);
    }
  }

  private Quantity() {}

  /**
   * Reads a text.
   *
   * @return its value in {@code unit}
   * @throws Wrong saying what is wrong: no number, no unit, a unit of something else
   */
  public static double in(Unit unit, String text) throws Wrong {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new Wrong("is '" + text + "', which is no number with a unit");
    }
    String symbol = form.group(2);
    if (symbol == null) {
      throw new Wrong("is '" + text + "', which has no unit");
    }
    Unit given =
        Unit.of(symbol.strip())
            .orElseThrow(() -> new Wrong("is '" + text + "', whose unit is unknown"));
    if (given.dimension != unit.dimension) {
      throw new Wrong("is '" + text + "', which has the wrong unit");
    }
    return new BigDecimal(form.group(1)).scaleByPowerOfTen(given.power - unit.power).doubleValue();
  }

  /** A number as a person writes it: 80000, 0.0732. */
  public static String number(double value) {
    return value == StrictMath.rint(value) && StrictMath.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
