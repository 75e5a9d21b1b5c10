package org.stipple.sim.campaign;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verb {@code campaign}: many runs with faults, and what they came to. */
@Command(
    name = "stipple",
    description = "Causes faults, many of them, and judges what came of them.",
    subcommands = {CampaignCommand.Campaign.class},
    mixinStandardHelpOptions = true)
public final class CampaignCommand {

  /** Causes faults and judges. */
  @Command(
      name = "campaign",
      description = "Causes faults, many of them, and judges what came of them.",
      subcommands = {
        C1Command.class,
        C2Command.class,
        C3Command.class,
        C4Command.class,
        C8Command.class,
        FuzzCommand.class
      },
      mixinStandardHelpOptions = true)
  static final class Campaign {}

  private CampaignCommand() {}

  /** The verb stands first, as in {@code campaign c1 --sessions 1000}. */
  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new CampaignCommand())
            .setExecutionExceptionHandler(CampaignCommand::fail)
            .setParameterExceptionHandler(CampaignCommand::explain)
            .setUsageHelpAutoWidth(true);
    System.exit(command.execute(arguments));
  }

  /** This terminal is for people: of the libraries in this process only what went wrong. */
  static void quietLibraries() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("ROOT").setLevel(Level.ERROR);
    }
  }

  /** Removes a folder of our own with all that is in it. */
  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int fail(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    System.err.println("stipple campaign: " + e.getMessage());
    return 1;
  }

  private static int explain(CommandLine.ParameterException e, String[] arguments) {
    System.err.println("stipple: " + e.getMessage() + "; --help says what is allowed");
    return 2;
  }
}
