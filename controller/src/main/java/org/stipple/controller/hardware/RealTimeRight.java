package org.stipple.controller.hardware;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was asked of the kernel so that the loop keeps its times.
 *
 * @param name what it is, in a word or two
 * @param found what was granted, or why it was refused, in plain words
 * @param grant what grants it, to be typed by an administrator; null when it was granted, or when
 *     nothing would
 * @param granted whether it was granted
 */
public record RealTimeRight(String name, boolean granted, String found, @Nullable String grant) {

  static RealTimeRight granted(String name, String found) {
    return new RealTimeRight(name, true, found, null);
  }

  static RealTimeRight refused(String name, String found, @Nullable String grant) {
    return new RealTimeRight(name, false, found, grant);
  }

  /** One line: what is missing and what grants it. */
  public String words() {
    return name + ": " + found + (grant == null ? "" : "; grant it with " + grant);
  }
}
