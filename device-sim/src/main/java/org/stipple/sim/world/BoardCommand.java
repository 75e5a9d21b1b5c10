package org.stipple.sim.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.hardware.RealTime;
import org.stipple.sim.board.BoardKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./stipple board}: a simulated machine in a process of its own, answering on a pty. */
@Command(
    name = "stipple board",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a simulated board with the whole machine behind it: motor, needle, skin,",
      "depth axis, pedal, e-stop. A host opens --link like a serial port.",
      ""
    },
    footer = {
      "",
      "Example: in one terminal   ./stipple board --link /tmp/board --control /tmp/board.ctl",
      "         in another        printf 'pedal down\\nstatus\\n' | nc -U /tmp/board.ctl",
      "The control socket takes one line a command; 'help' lists them. Ctrl-C ends it."
    })
public final class BoardCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  @Option(
      names = "--link",
      required = true,
      paramLabel = "PATH",
      description =
          "symbolic link to the board's line; replaced if it is a link, removed at the end")
  private Path link = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "draws message numbers, bounce, noise; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--control",
      paramLabel = "SOCKET",
      description = "Unix-domain socket for pedal, e-stop, skin, status...; none if not given")
  private @Nullable Path control;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "pico",
      description = "pico (RP2040 by USB) or avr (ATmega2560 by UART); default ${DEFAULT-VALUE}")
  private String kind = "pico";

  @Option(
      names = "--baud",
      paramLabel = "N",
      description = "pace of the line: 0 = USB, else 1200..4000000; default as the kind has it")
  private @Nullable Integer baud;

  @Option(
      names = "--corrupt",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "percent of bytes damaged each way, 0..100; default ${DEFAULT-VALUE}")
  private double corruptPercent;

  @Option(
      names = "--mcu",
      paramLabel = "NAME",
      description = "bad input: let the board say it is another chip")
  private @Nullable String mcu;

  @Option(
      names = "--missing",
      paramLabel = "COMMAND",
      description = "bad input: a firmware without that command (repeatable)")
  private String[] missing = new String[0];

  @Option(names = "--old-analog", description = "a firmware with the older analog query")
  private boolean oldAnalog;

  @Option(names = "--broken-dictionary", description = "bad input: a dictionary nobody can read")
  private boolean brokenDictionary;

  /** Made by picocli. */
  public BoardCommand() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs the command and answers its exit code. */
  static int execute(String... arguments) {
    return new CommandLine(new BoardCommand())
        .setParameterExceptionHandler(BoardCommand::refuse)
        .execute(arguments);
  }

  private static int refuse(CommandLine.ParameterException e, String[] arguments) {
    System.err.println("board: " + e.getMessage() + "; --help says what is allowed");
    return WRONG_USE;
  }

  @Override
  public Integer call() {
    try {
      run(machineOf(boardKind()));
      return 0;
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("board: " + oneLine(e));
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static String oneLine(Exception e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return e instanceof java.nio.file.FileSystemException ? "cannot write " + text : text;
  }

  private BoardKind boardKind() {
    BoardKind chosen =
        switch (kind) {
          case "pico" -> BoardKind.PICO;
          case "avr" -> BoardKind.AVR;
          default -> throw new IllegalArgumentException("--kind " + kind + ": pico or avr");
        };
    if (baud != null) {
      chosen = chosen.withBaud(baud);
    }
    if (mcu != null) {
      chosen = chosen.withMcu(mcu);
    }
    if (oldAnalog) {
      chosen = chosen.withOldAnalogForm();
    }
    if (brokenDictionary) {
      chosen = chosen.withBrokenDictionary();
    }
    return missing.length == 0 ? chosen : chosen.without(missing);
  }

  private SimulatedMachine machineOf(BoardKind chosen) {
    if (!(corruptPercent >= 0 && corruptPercent <= 100)) {
      throw new IllegalArgumentException("--corrupt " + corruptPercent + ": 0..100 percent");
    }
    Path folder = link.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--link " + link + ": its folder does not exist");
    }
    return new SimulatedMachine(chosen, seed, 0);
  }

  private void run(SimulatedMachine machine) throws IOException, InterruptedException {
    ControlWords words = new ControlWords(seed);
    CountDownLatch ended = new CountDownLatch(1);
    try (BoardControl socket =
        control == null ? BoardControl.none(words) : BoardControl.listen(words, control)) {
      RealTime.enter(RealTime.LOOP_PRIORITY - 10, OptionalInt.empty()).stream()
          .filter(right -> !right.granted())
          .forEach(right -> System.err.println("board: " + right.words()));
      BoardProcess process =
          new BoardProcess(
              machine, link, socket, new BoardProcess.Corruption(seed, corruptPercent / 100));
      process.open();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, ended), "board-stop"));
      tellReady(process);
      process.run();
    } finally {
      ended.countDown();
    }
  }

  private void tellReady(BoardProcess process) {
    String socket = control == null ? "" : ", control " + control;
    System.out.println(
        "board ready: "
            + link
            + " -> "
            + process.slaveName()
            + ", kind "
            + kind
            + ", seed "
            + seed
            + socket);
  }

  /** A signal ends the process only after link and socket are gone. */
  private static void stop(BoardProcess process, CountDownLatch ended) {
    process.stop();
    try {
      if (!ended.await(2, TimeUnit.SECONDS)) {
        System.err.println("board: did not end within 2 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
