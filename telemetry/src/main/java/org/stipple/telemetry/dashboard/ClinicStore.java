package org.stipple.telemetry.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.Sites;
import org.stipple.telemetry.toml.FileError;
import picocli.CommandLine.Option;

/** Where a clinic's records are: the options that its verbs share. */
final class ClinicStore {

  private static final String FILE = "clinic.db";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of store and keys. Default: ~/.local/share/stipple-clinic.")
  private Path data =
      Path.of(System.getProperty("user.home", "."), ".local", "share", "stipple-clinic");

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "Where the records go: jdbc:postgresql://HOST:PORT/DATABASE?user=..., or a file for SQLite.",
        "Default: clinic.db in the folder of --data."
      })
  private @Nullable String store;

  @Option(
      names = "--sites",
      paramLabel = "FILE",
      description = {
        "Templates of the sites: how long records are kept and what they must tell. Default:",
        "sites.toml in the folder of --data, if it is there."
      })
  private @Nullable Path sites;

  /** Known before the options are read, since it says what they are: {@link ClinicSettings}. */
  @Option(
      names = ClinicSettings.OPTION,
      paramLabel = "FILE",
      description = {
        "Settings of the clinic: what the options are that are not given here",
        "(telemetry/docs/clinic-settings.md)."
      })
  @Nullable Path settings;

  Path data() {
    return data;
  }

  /** The file of an SQLite store; PostgreSQL is refused. */
  Path file() throws IOException {
    if (store != null && store.startsWith("jdbc:")) {
      throw new IOException("this store is PostgreSQL; use its own tools (pg_dump, pg_restore)");
    }
    return store != null ? Path.of(store) : data.resolve(FILE);
  }

  Database open() throws IOException {
    return store != null ? Database.at(store) : Database.sqlite(data.resolve(FILE));
  }

  /**
   * The sites' templates.
   *
   * @throws IOException naming everything that is wrong in their file
   */
  Sites sites() throws IOException {
    Path usual = data.resolve("sites.toml");
    if (sites == null && !Files.exists(usual)) {
      return Sites.none();
    }
    try {
      return SitesFile.read(sites == null ? usual : sites);
    } catch (FileError e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What people may read of it: no password. */
  String name() {
    return store != null ? store.replaceAll("\\?.*", "") : data.resolve(FILE).toString();
  }

  static InstantSource clock() {
    return InstantSource.system();
  }
}
