package org.stipple.telemetry.toml;

import java.util.List;

/** A file that cannot be used: one line for each thing that is wrong, in the order of the file. */
public final class FileError extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf is serializable
  private final List<String> lines;

  /** With one line for each thing that is wrong. */
  public FileError(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /** Each of the form {@code FILE:LINE: key 'x.y' what is wrong: allowed ...}. */
  public List<String> lines() {
    return lines;
  }
}
