package org.stipple.controller.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.flightlog.FlightReplay;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.telemetry.export.CsvExport;
import org.stipple.telemetry.export.EntryWords;
import org.stipple.telemetry.export.ParquetExport;
import org.stipple.telemetry.export.RecordPage;
import org.stipple.telemetry.export.StrokeTable;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.Rescue;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.upload.Receipts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code stipple record}: what a session's record says, and whether it can be believed. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Reads treatment records, which are files of one session each. Works without the machine.",
      "",
      "Each line of a record carries the hash of the one before, and the device signs the head of"
          + " this chain at every press, once a second while the needle runs, and at the end."
    },
    footer = {
      "",
      "Examples:",
      "  stipple record list                    all records of this machine",
      "  stipple record verify ~/.local/share/stipple/sessions/s20261127-161814-433-1.record",
      "  stipple record show FILE               plots and entries, as a page beside you",
      "  stipple record export --csv FILE       every stroke, a line each",
      "  stipple record recover FILE            what a cut or damaged file still holds",
      "  stipple record replay ~/.local/share/stipple/flight/20261128-001500-123.flight"
    })
final class RecordVerb implements Runnable {

  @Option(
      names = "--key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "The device's public key; by default "
            + SigningKey.PUBLIC_FILE
            + " beside the record or in",
        "the folder above it."
      })
  private @Nullable Path key;

  @Spec private @Nullable CommandSpec spec;

  private final MonotonicClock clock = new MonotonicClock();

  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(),
        "which verb? list, verify, show, export, recover or replay; see stipple record --help");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Checks every byte: the chain, the seals, the end, and that nothing is gone of what a clinic",
        "acknowledged (SESSION.receipt beside it). Names what is wrong and where.",
        "Ends with 0 when all files are sound, 1 when one is not."
      })
  int verify(
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "Records.") List<Path> files) {
    int code = Main.DONE;
    for (Path file : files) {
      code = Math.max(code, verify(file));
    }
    return code;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Lists the records of a folder, the oldest first: when, who, how many strokes, how it ended,",
        "and whether the clinic has acknowledged it. Nothing is checked: see verify."
      })
  int list(
      @Parameters(
              arity = "0..1",
              paramLabel = "FOLDER",
              description = "A folder of records; default: ~/.local/share/stipple/sessions.")
          @Nullable Path folder) {
    Path where =
        folder != null
            ? folder
            : Surroundings.ofThisProcess().home().resolve(".local/share/stipple/sessions");
    PrintWriter out = spec().commandLine().getOut();
    return guarded(
        where,
        () -> {
          List<String> lines = RecordList.of(where);
          if (lines.isEmpty()) {
            out.println("no records in " + where.toAbsolutePath());
            return Main.DONE;
          }
          out.println(RecordList.HEADING);
          lines.forEach(out::println);
          return Main.DONE;
        });
  }

  private int verify(Path file) {
    PrintWriter out = spec().commandLine().getOut();
    return checked(
        file,
        check -> {
          out.printf(
              "%s: %d entries, %d of them signed, %s%n",
              check.session(),
              check.entries().size(),
              check.sealed(),
              check.sound() ? "closed, sound" : "NOT SOUND");
          return tellProblems(check, "  ");
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Draws a record as one page: frequency, current and depth over time, strokes per zone, and",
        "every entry. The page needs nothing else and no network. With --text: the entries, a line",
        "each, on the terminal instead."
      })
  int show(
      @Parameters(paramLabel = "FILE", description = "A record.") Path file,
      @Option(
              names = "--html",
              paramLabel = "PAGE",
              description = "Where the page goes; default: the session's id + .html, here.")
          @Nullable Path html,
      @Option(names = "--text", description = "Entries on the terminal, no page.") boolean text) {
    PrintWriter out = spec().commandLine().getOut();
    return checked(
        file,
        check -> {
          if (text) {
            for (RecordedEntry recorded : check.entries()) {
              out.printf(
                  "%5d  %s  %s%n",
                  recorded.number(), recorded.at(), EntryWords.of(recorded.entry()));
            }
          } else {
            Path page = html != null ? html : Path.of(check.session() + ".html");
            Files.writeString(page, RecordPage.of(check));
            out.println("written: " + page.toAbsolutePath());
          }
          return tellProblems(check, "NOT SOUND: ");
        });
  }

  /** Which form an export has. */
  static final class Form {
    @Option(names = "--csv", description = "Comma-separated values.")
    private boolean csv;

    @Option(
        names = "--parquet",
        description = "Apache Parquet; with the libraries of a clinic's computer only.")
    private boolean parquet;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Writes every stroke of a record with its time, period, current, depth, zone and mode, as",
        "far as the record is sound."
      })
  int export(
      @ArgGroup(multiplicity = "1") Form form,
      @Parameters(paramLabel = "FILE", description = "A record.") Path file,
      @Option(
              names = "--out",
              paramLabel = "TO",
              description = "Where to; default: the session's id + .csv or .parquet, here.")
          @Nullable Path out) {
    String suffix = form.parquet ? ".parquet" : ".csv";
    return checked(
        file,
        check -> {
          Path to = out != null ? out : Path.of(check.session() + suffix);
          StrokeTable table = new StrokeTable(check.entries());
          long strokes = form.csv ? csv(table, to) : parquet(table, check, to);
          spec()
              .commandLine()
              .getOut()
              .printf("written: %s, %d strokes%n", to.toAbsolutePath(), strokes);
          return tellProblems(check, "NOT SOUND: ");
        });
  }

  private static long csv(StrokeTable table, Path to) throws IOException {
    try (Writer writer = Files.newBufferedWriter(to)) {
      return CsvExport.write(table, writer);
    }
  }

  private static long parquet(StrokeTable table, RecordCheck check, Path to) throws IOException {
    try {
      return ParquetExport.write(table, check.session().value(), to);
    } catch (NoClassDefFoundError e) {
      throw new IOException(
          "Parquet's libraries are not installed here; export on the clinic's computer, or --csv",
          e);
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Saves what a cut or damaged record still holds: copies its sound entries, up to the first",
        "that is not, into another folder under the same name, and closes the copy as interrupted",
        "there. It is signed where the device's own key is at hand. The old file is left as it is.",
        "A controller does the same by itself, at its start, with a record that it left open."
      })
  int recover(
      @Parameters(paramLabel = "FILE", description = "A record.") Path file,
      @Option(
              names = "--to",
              paramLabel = "FOLDER",
              description = "Where the copy goes; default: recovered, beside the record.")
          @Nullable Path to) {
    PrintWriter out = spec().commandLine().getOut();
    return guarded(
        file,
        () -> {
          Path folder = to != null ? to : file.resolveSibling("recovered");
          Optional<SigningKey> device = deviceKey(file);
          Rescue rescue = Rescue.of(file, folder, device, InstantSource.system());
          out.printf("wrong with the old file: %s%n", rescue.why());
          out.printf(
              "written: %s, %d entries, %s; %d bytes of the old file are not in it%n",
              rescue.file().toAbsolutePath(),
              rescue.entries(),
              rescue.closed()
                  ? "closed as interrupted at " + (rescue.entries() - 1)
                  : "not closed, since the device's own key is not here",
              rescue.lostBytes());
          return Main.DONE;
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Runs the host again on a flight log: the same bytes come in, with the same times and",
        "commands, and every byte it sends to the board is held against what was sent then. Names",
        "the first tick, message and value that differ. Ends with 0 when none does, 1 when one does.",
        "Flight logs are in the data folder, flight/*.flight: one a start of the controller."
      })
  int replay(@Parameters(paramLabel = "FILE", description = "A flight log.") Path file) {
    PrintWriter out = spec().commandLine().getOut();
    PrintWriter err = spec().commandLine().getErr();
    return guarded(
        file,
        () -> {
          long beganNs = clock.nowNs();
          FlightReplay.Result result =
              FlightReplay.of(
                  file,
                  share -> {
                    err.printf("\rreplaying %3.0f %%", 100 * share);
                    err.flush();
                  });
          double seconds = (clock.nowNs() - beganNs) / 1e9;
          err.print("\r                 \r");
          out.printf(
              "%s, made by %s: %d ticks (%.1f s), %d writes of %d bytes in all, %d strokes; replayed"
                  + " in %.1f s%n",
              file.getFileName(),
              result.header().build(),
              result.ticks(),
              result.ticks() / 1000.0,
              result.writes(),
              result.bytes(),
              result.strokes(),
              seconds);
          if (result.difference() != null) {
            out.println("DIFFERS: " + result.difference());
            return Main.REFUSED;
          }
          out.println("the same: this host sends every byte as the recorded one did");
          return Main.DONE;
        });
  }

  private int tellProblems(RecordCheck check, String before) {
    PrintWriter out = spec().commandLine().getOut();
    check.problems().forEach(problem -> out.println(before + problem));
    return check.sound() ? Main.DONE : Main.REFUSED;
  }

  private interface Use {
    int of(RecordCheck check) throws IOException;
  }

  /** What the file proves by itself, and what a clinic's receipt beside it says of it. */
  private int checked(Path file, Use use) {
    return guarded(
        file,
        () -> {
          RecordCheck check = RecordCheck.of(file, publicKey(file));
          return use.of(Receipts.objection(file).map(check::withProblem).orElse(check));
        });
  }

  private interface Work {
    int done() throws IOException;
  }

  private int guarded(Path file, Work work) {
    PrintWriter out = spec().commandLine().getOut();
    PrintWriter err = spec().commandLine().getErr();
    try {
      return work.done();
    } catch (IllegalArgumentException e) {
      err.println("stipple record: " + e.getMessage());
      return Main.MISUSED;
    } catch (NoSuchFileException e) {
      err.println("stipple record: there is no " + e.getMessage());
      return Main.MISUSED;
    } catch (IOException e) {
      err.println("stipple record: " + file + ": " + e.getMessage());
      return Main.MISUSED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private PublicKey publicKey(Path record) throws IOException {
    if (key != null) {
      return SigningKey.readPublic(key);
    }
    RecordNames.session(record); // a file that is no record has no key beside it either
    if (!Files.exists(record)) {
      throw new NoSuchFileException(record.toString());
    }
    for (Path folder : foldersOf(record)) {
      if (Files.exists(folder.resolve(SigningKey.PUBLIC_FILE))) {
        return SigningKey.readPublic(folder.resolve(SigningKey.PUBLIC_FILE));
      }
    }
    throw new IllegalArgumentException(
        "no %s beside %s or above: name it with --key".formatted(SigningKey.PUBLIC_FILE, record));
  }

  private static Optional<SigningKey> deviceKey(Path record) throws IOException {
    for (Path folder : foldersOf(record)) {
      Optional<SigningKey> found = SigningKey.existing(folder);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The record's folder and those above it: of its own, and of copies beside it. */
  private static List<Path> foldersOf(Path record) {
    return Stream.iterate(record.toAbsolutePath().getParent(), Objects::nonNull, Path::getParent)
        .limit(3)
        .toList();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
