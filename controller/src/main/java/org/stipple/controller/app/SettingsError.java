package org.stipple.controller.app;

import java.util.List;

/**
 * Settings that cannot be used: one line for each thing that is wrong, in the order of the file.
 */
final class SettingsError extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf is serializable
  private final List<String> lines;

  SettingsError(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /** Each of the form {@code FILE:LINE: key 'x.y' what is wrong: allowed ...}. */
  List<String> lines() {
    return lines;
  }
}
