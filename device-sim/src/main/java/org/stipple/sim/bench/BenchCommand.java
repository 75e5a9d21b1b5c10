package org.stipple.sim.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verb {@code bench}: measures one thing and prints its figures. */
@Command(
    name = "stipple",
    description = "Measures one thing and prints its figures.",
    subcommands = {BenchCommand.Bench.class},
    mixinStandardHelpOptions = true)
public final class BenchCommand {

  /** Measures one thing. */
  @Command(
      name = "bench",
      description = "Measures one thing and prints its figures.",
      subcommands = {
        SimBench.class,
        LoopBench.class,
        ControlBench.class,
        RehearsalBench.class,
        RecordBench.class,
        ReplayBench.class,
        IngestBench.class,
        FloodBench.class
      },
      mixinStandardHelpOptions = true)
  static final class Bench {}

  private BenchCommand() {}

  /** The verb stands first, as in {@code bench sim --json FILE}. */
  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new BenchCommand())
            .setExecutionExceptionHandler(BenchCommand::fail)
            .setParameterExceptionHandler(BenchCommand::explain)
            .setUsageHelpAutoWidth(true);
    System.exit(command.execute(arguments));
  }

  private static int fail(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    System.err.println("stipple bench: " + e.getMessage());
    return 1;
  }

  private static int explain(CommandLine.ParameterException e, String[] arguments) {
    System.err.println("stipple: " + e.getMessage() + "; --help says what is allowed");
    return 2;
  }
}
