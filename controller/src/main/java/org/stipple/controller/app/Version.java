package org.stipple.controller.app;

import java.util.Objects;
import picocli.CommandLine;

/** What this program calls itself. */
final class Version implements CommandLine.IVersionProvider {

  /** Version of the jar; "development" when it runs from a build folder. */
  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"stipple " + text()};
  }
}
