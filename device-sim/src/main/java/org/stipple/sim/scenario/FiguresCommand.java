package org.stipple.sim.scenario;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verb {@code bench}: measures one thing and prints its figures. */
@Command(
    name = "stipple",
    description = "Measures one thing and prints its figures.",
    subcommands = {FiguresCommand.Bench.class},
    mixinStandardHelpOptions = true)
public final class FiguresCommand {

  /** Measures one thing. */
  @Command(
      name = "bench",
      description = "Measures one thing and prints its figures.",
      subcommands = {SimBench.class, RehearsalBench.class},
      mixinStandardHelpOptions = true)
  static final class Bench {}

  private FiguresCommand() {}

  /** The verb stands first, as in {@code bench sim --json FILE}. */
  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new FiguresCommand())
            .setParameterExceptionHandler(FiguresCommand::explain)
            .setUsageHelpAutoWidth(true);
    System.exit(command.execute(arguments));
  }

  private static int explain(CommandLine.ParameterException e, String[] arguments) {
    System.err.println("stipple: " + e.getMessage() + "; --help says what is allowed");
    return 2;
  }
}
