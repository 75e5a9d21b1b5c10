package org.stipple.sim.campaign;

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
        C5Command.class,
        C6Command.class,
        C7Command.class,
        C8Command.class,
        C10Command.class,
        C11Command.class,
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

  private static int fail(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    System.err.println("stipple campaign: " + e.getMessage());
    return 1;
  }

  private static int explain(CommandLine.ParameterException e, String[] arguments) {
    System.err.println("stipple: " + e.getMessage() + "; --help says what is allowed");
    return 2;
  }
}
