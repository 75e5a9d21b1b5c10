package org.stipple.telemetry.session;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Where on the scalp the work is. The names are part of the published language. */
public enum Zone {
  FRONTAL_HAIRLINE("frontal-hairline"),
  TEMPLE_LEFT("temple-left"),
  TEMPLE_RIGHT("temple-right"),
  MID_SCALP("mid-scalp"),
  CROWN("crown"),
  SIDE_LEFT("side-left"),
  SIDE_RIGHT("side-right"),
  OCCIPITAL("occipital"),
  SCAR_1("scar-1"),
  SCAR_2("scar-2"),
  SCAR_3("scar-3"),
  SCAR_4("scar-4"),
  SCAR_5("scar-5"),
  SCAR_6("scar-6"),
  SCAR_7("scar-7"),
  SCAR_8("scar-8"),
  SCAR_9("scar-9");

  private final String label;

  Zone(String label) {
    this.label = label;
  }

  /** The name in files, topics and commands, such as {@code frontal-hairline}. */
  public String label() {
    return label;
  }

  /** The zone of that name; an {@link IllegalArgumentException} lists the names there are. */
  public static Zone of(String label) {
    for (Zone zone : values()) {
      if (zone.label.equals(label)) {
        return zone;
      }
    }
    throw new IllegalArgumentException("no such zone; allowed are " + String.join(", ", labels()));
  }

  /** All names, in the order of the drawing: front to back, then scars. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Zone::label).collect(Collectors.toUnmodifiableList());
  }

  @Override
  public String toString() {
    return label;
  }
}
