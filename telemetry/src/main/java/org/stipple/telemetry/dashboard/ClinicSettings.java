package org.stipple.telemetry.dashboard;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.toml.CheckedFile;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Key;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A clinic's settings file: what an option is where the command line does not say it. So all verbs
 * know the same clinic by one file.
 */
final class ClinicSettings implements IDefaultValueProvider {

  static final String OPTION = "--settings";

  private final Map<String, String> values;

  private ClinicSettings(Map<String, String> values) {
    this.values = values;
  }

  /** The settings file that a command line names, if it does. */
  static Optional<Path> fileIn(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(OPTION + "=")) {
        return Optional.of(Path.of(arguments[i].substring(OPTION.length() + 1)));
      }
      if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        return Optional.of(Path.of(arguments[i + 1]));
      }
    }
    return Optional.empty();
  }

  /** Nothing is set. */
  static ClinicSettings none() {
    return new ClinicSettings(Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws FileError naming line, key and what is allowed, for everything that is wrong
   */
  static ClinicSettings read(Path path) throws FileError {
    CheckedFile file = CheckedFile.read(path, ClinicKeys.SCHEMA);
    Map<String, String> values = new HashMap<>();
    for (ClinicKeys.Setting setting : ClinicKeys.SETTINGS) {
      value(file, setting.key())
          .ifPresent(
              text -> values.put(setting.option(), setting.path() ? place(path, text) : text));
    }
    file.stopIfWrong();
    return new ClinicSettings(values);
  }

  private static Optional<String> value(CheckedFile file, Key key) {
    if (!file.given(key.name())) {
      return Optional.empty();
    }
    return switch (key.form()) {
      case Key.Whole _ -> Optional.of(Integer.toString(file.whole(key.name())));
      case Key.Choice _ -> file.text(key.name()).map(word -> Boolean.toString(word.equals("yes")));
      case Key.Text _ -> file.text(key.name());
      case Key.Measure _, Key.Parsed _ -> throw new AssertionError(key);
    };
  }

  private static String place(Path settings, String text) {
    if (text.startsWith("~/")) {
      return Path.of(System.getProperty("user.home", "."), text.substring(2)).toString();
    }
    return settings.toAbsolutePath().resolveSibling(text).normalize().toString();
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (argument instanceof OptionSpec option && isOfDevices(option)) {
      return null;
    }
    return argument instanceof OptionSpec option
        ? List.of(option.names()).stream()
            .map(values::get)
            .filter(v -> v != null)
            .findFirst()
            .orElse(null)
        : null;
  }

  /** enrol's and swap's --broker is where devices find it, not this server's own way there. */
  private static boolean isOfDevices(OptionSpec option) {
    return option.longestName().equals("--broker")
        && !(option.command().userObject() instanceof ClinicCommand);
  }
}
