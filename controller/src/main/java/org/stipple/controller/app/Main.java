package org.stipple.controller.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** The controller's command line; the first argument is the verb. */
@Command(
    name = "stipple",
    description = "The controller of a micropigmentation machine.",
    subcommands = {
      RunVerb.class,
      CtlVerb.class,
      DoctorVerb.class,
      CalibrateVerb.class,
      RecordVerb.class,
      RehearseVerb.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB")
public final class Main implements Runnable {

  private static final String LOGGING = "logback.configurationFile";

  /** Everything was done. */
  static final int DONE = 0;

  /** Refused, or not possible now; words say why. */
  static final int REFUSED = 1;

  /** Arguments or settings are wrong; nothing was tried. */
  static final int MISUSED = 2;

  @Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  /** For picocli. */
  Main() {}

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Named, because a library ships a logback.xml of its own. Whoever starts this may choose
    // another.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "org/stipple/controller/logback.xml");
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler((error, command, parsed) -> {
      PrintWriter err = command.getErr();
      err.println("stipple: " + error);
      err.flush();
      return REFUSED;
    });
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
