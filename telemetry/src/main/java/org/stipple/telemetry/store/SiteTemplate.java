package org.stipple.telemetry.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the authority of a site wants of a treatment record.
 *
 * @param name of the site, for people
 * @param retentionYears how long a record is kept after its session ended, years, 1..100
 * @param requires what a whole record must tell
 */
public record SiteTemplate(String name, int retentionYears, Set<Part> requires) {

  /** Where nobody named another time: what a treatment record is commonly kept for, years. */
  public static final int USUAL_YEARS = 10;

  /** Something that a record can tell. */
  public enum Part {
    /** Who worked. */
    PRACTITIONER(""),
    /** Type and lot of a cartridge. */
    CARTRIDGE("CartridgeMounted"),
    /** That the depth was checked with the cartridge that was used. */
    DEPTH_CHECK("DepthChecked"),
    /** That the board's guards stop a needle whose host has died. */
    GUARDS("GuardsProven");

    private final String kind;

    Part(String kind) {
      this.kind = kind;
    }

    /** As written in a template. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isIn(Optional<String> practitioner, Set<String> kinds) {
      return this == PRACTITIONER ? practitioner.isPresent() : kinds.contains(kind);
    }
  }

  /** Checks the time; the error says what is allowed. */
  public SiteTemplate {
    if (retentionYears < 1 || retentionYears > 100) {
      throw new IllegalArgumentException(
          "retention of " + retentionYears + " years; allowed are 1 to 100");
    }
    requires = Set.copyOf(requires);
  }

  /** For a site that nobody described. */
  static SiteTemplate usual(String group) {
    return new SiteTemplate(group, USUAL_YEARS, Set.of());
  }

  /** Sessions that ended before this are kept no longer. */
  Instant keptSince(Instant now) {
    return now.atOffset(ZoneOffset.UTC).minusYears(retentionYears).toInstant();
  }

  /** What is missing in a whole record, in the order of {@link Part}. */
  Set<Part> missing(Optional<String> practitioner, Set<String> kinds) {
    Set<Part> missing = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      if (requires.contains(part) && !part.isIn(practitioner, kinds)) {
        missing.add(part);
      }
    }
    return missing;
  }
}
