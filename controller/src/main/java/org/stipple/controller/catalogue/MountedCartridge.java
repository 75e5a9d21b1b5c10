package org.stipple.controller.catalogue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * A cartridge of flesh and blood: what is printed on its packing.
 *
 * @param type its kind
 * @param lot the maker's lot
 * @param expires last day on which it may be used
 * @param serial its own number, where the packing bears one
 */
public record MountedCartridge(
    CartridgeType type, String lot, LocalDate expires, Optional<String> serial) {

  private static final String CODE = "[A-Za-z0-9][A-Za-z0-9_./-]{0,39}";

  /** Checks lot and serial. */
  public MountedCartridge {
    code("lot", lot);
    serial.ifPresent(given -> code("serial", given));
  }

  private static void code(String what, String text) {
    if (!text.matches(CODE)) {
      throw new IllegalArgumentException(
          "%s '%s': allowed 1 to 40 letters, digits and - _ . /".formatted(what, text));
    }
  }

  /**
   * The last day on which a thing may be used.
   *
   * @param text 2027-05-31, or 2027-05 for the last day of that month
   */
  public static LocalDate expiry(String text) {
    String date = text.strip();
    try {
      return date.length() == 7 ? YearMonth.parse(date).atEndOfMonth() : LocalDate.parse(date);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expiry '%s': allowed a day or a month as on the packing, 2027-05-31 or 2027-05"
              .formatted(text),
          e);
    }
  }

  @Override
  public String toString() {
    return type.name()
        + " lot "
        + lot
        + serial.map(number -> " serial " + number).orElse("")
        + ", expires "
        + expires;
  }
}
