package org.stipple.telemetry.dashboard;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.store.Backup;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.Devices;
import org.stipple.telemetry.store.Erasure;
import org.stipple.telemetry.store.RecordQueries;
import org.stipple.telemetry.store.RestoreDrill;
import org.stipple.telemetry.store.SiteTemplate;
import org.stipple.telemetry.store.Sites;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verbs of {@code stipple clinic} about its records. */
@Command(name = "clinic")
final class RecordVerbs {

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the rest. */
  @SuppressWarnings("NullAway.Init")
  RecordVerbs() {}

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private interface Use {
    int of(Database database) throws IOException;
  }

  private int with(ClinicStore store, Use use) {
    return guarded(() -> {
      try (Database database = store.open()) {
        return use.of(database);
      }
    });
  }

  private interface Work {
    int done() throws IOException;
  }

  private int guarded(Work work) {
    try {
      return work.done();
    } catch (IOException | IllegalArgumentException e) {
      err().println("clinic: " + e.getMessage());
      return 1;
    } finally {
      out().flush();
      err().flush();
    }
  }

  @Command(
      name = "records",
      mixinStandardHelpOptions = true,
      description = "Lists the records of the clinic, the newest first.")
  int records(
      @Mixin ClinicStore store,
      @Option(names = "--client", paramLabel = "REF", description = "Only this client's.")
          @Nullable String client,
      @Option(
              names = "--most",
              paramLabel = "N",
              defaultValue = "50",
              description = "How many. Default: ${DEFAULT-VALUE}.")
          int most) {
    return with(
        store,
        database -> {
          RecordQueries queries = new RecordQueries(database);
          Sites sites = store.sites();
          List<RecordQueries.Stored> records =
              client == null ? queries.newest(most) : queries.ofClient(client);
          for (RecordQueries.Stored record : records) {
            out()
                .printf(
                    "%s  %-24s %-16s %8d strokes  %6d entries (%d signed)  %s%s%s%n",
                    record.session(),
                    record.device(),
                    record.client().orElse("-"),
                    record.strokes(),
                    record.entries(),
                    record.sealed(),
                    record.erased().or(record::closed).orElse("not whole yet"),
                    record.problem().map(problem -> "  PROBLEM: " + problem).orElse(""),
                    lacks(queries.missing(record, sites)));
          }
          RecordQueries.Counts counts = queries.counts();
          out()
              .printf(
                  "%d records of %d devices, %d not whole yet, %d with a problem; %d messages in"
                      + " quarantine; %d strokes one by one%n",
                  counts.records(),
                  counts.devices(),
                  counts.open(),
                  counts.problems(),
                  counts.quarantined(),
                  queries.strokesOneByOne());
          return 0;
        });
  }

  private static String lacks(Set<SiteTemplate.Part> missing) {
    return missing.isEmpty()
        ? ""
        : "  LACKS " + String.join(", ", missing.stream().map(SiteTemplate.Part::word).toList());
  }

  @Command(
      name = "recall",
      mixinStandardHelpOptions = true,
      description = {
        "Tells who was treated with a cartridge of a lot. Ends with 0 where somebody was, 1 where",
        "nobody was."
      })
  int recall(
      @Mixin ClinicStore store,
      @Option(names = "--lot", required = true, paramLabel = "LOT", description = "The lot.")
          String lot) {
    return with(
        store,
        database -> {
          List<RecordQueries.Use> uses = new RecordQueries(database).ofLot(lot);
          for (RecordQueries.Use use : uses) {
            out()
                .printf(
                    "client %-16s %s  %s lot %s  session %s  %s%n",
                    use.client(), use.at(), use.type(), use.lot(), use.session(), use.device());
          }
          out().printf("lot %s: %d uses%n", lot, uses.size());
          return uses.isEmpty() ? 1 : 0;
        });
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes a session's record as its device wrote it, byte for byte, with the device's public",
        "key beside it: for stipple record verify, show and export."
      })
  int export(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "SESSION", description = "Id of the session.") String session,
      @Option(
              names = "--to",
              paramLabel = "FOLDER",
              defaultValue = ".",
              description = "Where to; default: here.")
          Path to) {
    return with(
        store,
        database -> {
          SessionId id = new SessionId(session);
          RecordQueries queries = new RecordQueries(database);
          List<RecordQueries.Stored> found = queries.ofSession(id);
          if (found.isEmpty()) {
            throw new IOException("there is no record of a session " + id);
          }
          for (RecordQueries.Stored record : found) {
            Path folder = found.size() == 1 ? to : to.resolve(record.device().replace('/', '_'));
            Files.createDirectories(folder);
            Path file = folder.resolve(RecordNames.file(id));
            Files.write(file, queries.bytes(record.device(), id), StandardOpenOption.CREATE_NEW);
            writeKey(database, record.device(), folder);
            out().println("written: " + file.toAbsolutePath());
          }
          return 0;
        });
  }

  private static void writeKey(Database database, String device, Path folder) throws IOException {
    for (Devices.Known known : new Devices(database, ClinicStore.clock()).all()) {
      if (known.address().equals(device) && !known.key().isEmpty()) {
        Files.writeString(folder.resolve(SigningKey.PUBLIC_FILE), known.key() + "\n");
      }
    }
  }

  @Command(
      name = "erase",
      mixinStandardHelpOptions = true,
      description = {
        "Erases all that is kept of a client: records, strokes, cartridges. It cannot be undone.",
        "That such sessions were stays known, without a name."
      })
  int erase(
      @Mixin ClinicStore store,
      @Option(names = "--client", required = true, paramLabel = "REF", description = "Whose.")
          String client,
      @Option(names = "--yes", description = "Needed: says that it is meant.") boolean yes) {
    return with(
        store,
        database -> {
          if (!yes) {
            throw new IOException(
                "%d records of client %s would be erased; say --yes to erase them"
                    .formatted(new RecordQueries(database).ofClient(client).size(), client));
          }
          out().printf("%d records erased%n", erasure(database, store).ofClient(client).size());
          return 0;
        });
  }

  private static Erasure erasure(Database database, ClinicStore store) throws IOException {
    return new Erasure(database, store.sites(), ClinicStore.clock());
  }

  @Command(
      name = "retention",
      mixinStandardHelpOptions = true,
      description = {
        "Tells which records have been kept for their site's time. A running server erases them",
        "within the hour; --erase does it now."
      })
  int retention(
      @Mixin ClinicStore store,
      @Option(names = "--erase", description = "Erase them; it cannot be undone.") boolean erase) {
    return with(
        store,
        database -> {
          Erasure erasure = erasure(database, store);
          List<RecordQueries.Stored> due = erase ? erasure.ofDue() : erasure.due();
          for (RecordQueries.Stored record : due) {
            out()
                .printf(
                    "%s  %-24s %-16s of %s%n",
                    record.session(),
                    record.device(),
                    record.client().orElse("-"),
                    Instant.ofEpochMilli(record.openedMs()));
          }
          out()
              .printf(
                  "%d records have been kept for their time%s%n",
                  due.size(), erase ? " and are erased" : "");
          return 0;
        });
  }

  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      description = "Writes a copy of the embedded store, consistent while it is in use.")
  int backup(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "FILE", description = "New file.") Path to) {
    return with(
        store,
        database -> {
          Backup.write(database, to);
          out().println("written and checked: " + to.toAbsolutePath());
          return 0;
        });
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = {
        "Puts a backup in the place of the embedded store; the clinic's server must be stopped.",
        "The store that was there is kept beside it."
      })
  int restore(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "FILE", description = "A backup.") Path from) {
    return guarded(() -> {
      Path file = store.file();
      Path aside = Backup.restore(from, file);
      out().println("restored: " + file.toAbsolutePath());
      if (!aside.equals(file)) {
        out().println("what was there: " + aside.toAbsolutePath());
      }
      out().println("devices send again, by themselves, what came after the backup");
      return 0;
    });
  }

  @Command(
      name = "drill",
      mixinStandardHelpOptions = true,
      description = {
        "Proves that a backup can be restored, and touches nothing of the clinic: puts it into a",
        "folder of its own, opens it as a server does, and checks chain, signatures and length of",
        "every record in it. Ends with 0 when all are sound. To be done after each backup."
      })
  int drill(
      @Mixin ClinicStore store,
      @Parameters(paramLabel = "FILE", description = "A backup.") Path backup) {
    return guarded(() -> {
      store.file(); // another database has tools of its own
      Path scratch = Files.createTempDirectory("stipple-drill-");
      try {
        return tell(RestoreDrill.of(backup, scratch, this::showShare), store);
      } finally {
        remove(scratch);
      }
    });
  }

  private void showShare(double share) {
    err().printf("\rchecking %3.0f %%%s", 100 * share, share < 1 ? "" : "\r              \r");
    err().flush();
  }

  private int tell(RestoreDrill drill, ClinicStore store) throws IOException {
    drill.problems().forEach(problem -> out().println("PROBLEM: " + problem));
    out()
        .printf(
            "restored and checked: %d records with %d entries sound, %d erased ones, %d with a"
                + " problem%n",
            drill.checked(), drill.entries(), drill.erased(), drill.problems().size());
    if (Files.exists(store.file())) {
      try (Database database = store.open()) {
        long here = new RecordQueries(database).counts().records();
        long there = drill.checked() + drill.erased() + drill.problems().size();
        out()
            .printf(
                "the clinic's store has %d records now: %d came after this backup, which their"
                    + " devices would send again%n",
                here, here - there);
      }
    }
    for (String name : List.of("clinic.key", "trust", "sites.toml")) {
      if (Files.exists(store.data().resolve(name))) {
        out().println("not in a backup, keep a copy of it apart: " + store.data().resolve(name));
      }
    }
    return drill.problems().isEmpty() ? 0 : 1;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
