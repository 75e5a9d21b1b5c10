package org.stipple.controller.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.record.DeviceKey;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.RecordedEntry;
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
      "  stipple record verify ~/.local/share/stipple/sessions/s20261127-161814-433-1.session.jsonl",
      "  stipple record show FILE"
    })
final class RecordVerb implements Runnable {

  @Option(
      names = "--key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "The device's public key; by default " + DeviceKey.PUBLIC_FILE + " beside the record or in",
        "the folder above it."
      })
  private @Nullable Path key;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(), "which verb? verify or show; see stipple record --help");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Checks every byte: the chain, the seals, the end. Names what is wrong and where.",
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
          check.problems().forEach(problem -> out.println("  " + problem));
          return check.sound() ? Main.DONE : Main.REFUSED;
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Prints what a record says, an entry a line, as far as it is sound.")
  int show(@Parameters(paramLabel = "FILE", description = "A record.") Path file) {
    PrintWriter out = spec().commandLine().getOut();
    return checked(
        file,
        check -> {
          for (RecordedEntry recorded : check.entries()) {
            out.printf("%5d  %s  %s%n", recorded.number(), recorded.at(), recorded.entry());
          }
          check.problems().forEach(problem -> out.println("NOT SOUND: " + problem));
          return check.sound() ? Main.DONE : Main.REFUSED;
        });
  }

  private interface Use {
    int of(RecordCheck check);
  }

  private int checked(Path file, Use use) {
    PrintWriter out = spec().commandLine().getOut();
    PrintWriter err = spec().commandLine().getErr();
    try {
      return use.of(RecordCheck.of(file, publicKey(file)));
    } catch (IllegalArgumentException e) {
      err.println("stipple record: " + e.getMessage());
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
      return DeviceKey.readPublic(key);
    }
    Path folder = record.toAbsolutePath().getParent();
    for (int i = 0; i < 2 && folder != null; i++, folder = folder.getParent()) {
      if (Files.exists(folder.resolve(DeviceKey.PUBLIC_FILE))) {
        return DeviceKey.readPublic(folder.resolve(DeviceKey.PUBLIC_FILE));
      }
    }
    throw new IllegalArgumentException(
        "no %s beside %s or above: name it with --key".formatted(DeviceKey.PUBLIC_FILE, record));
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
