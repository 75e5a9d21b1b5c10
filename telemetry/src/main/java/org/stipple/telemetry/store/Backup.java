package org.stipple.telemetry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.JdbiException;

/** Copies of the embedded store. PostgreSQL has its own tools for that ({@code pg_dump}). */
public final class Backup {

  private Backup() {}

  /**
   * Writes a consistent copy while the store is in use.
   *
   * @throws IOException where it cannot be written, or the store is PostgreSQL
   */
  public static void write(Database database, Path to) throws IOException {
    if (!database.isSqlite()) {
      throw new IOException("this store is PostgreSQL; back it up with pg_dump");
    }
    if (Files.exists(to)) {
      throw new IOException(to + " is there already; a backup replaces nothing");
    }
    try {
      database.jdbi().useHandle(handle -> handle.execute("VACUUM INTO ?", to.toString()));
    } catch (JdbiException e) {
      throw new IOException("cannot write " + to + ": " + e.getMessage(), e);
    }
    OwnerOnly.make(to);
    check(to);
  }

  /**
   * Puts a backup in the place of a store that nobody has open; what was there is kept beside it.
   *
   * @return where the store that was there is now; the store itself where there was none
   * @throws IOException where the backup is damaged or no such store
   */
  public static Path restore(Path backup, Path store) throws IOException {
    check(backup);
    Path aside = store.resolveSibling(store.getFileName() + ".before-restore");
    boolean replaces = Files.exists(store);
    if (replaces) {
      if (Files.exists(aside)) {
        throw new IOException(aside + " is there already; move it away first");
      }
      // A store that was not closed keeps its last changes in a second file: both move together.
      for (String part : new String[] {"", "-wal", "-shm"}) {
        Path from = store.resolveSibling(store.getFileName() + part);
        if (Files.exists(from)) {
          Files.move(from, aside.resolveSibling(aside.getFileName() + part));
        }
      }
    }
    Files.copy(backup, store, StandardCopyOption.COPY_ATTRIBUTES);
    OwnerOnly.make(store);
    return replaces ? aside : store;
  }

  private static void check(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no " + file);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        if (!result.next() || !result.getString(1).equals("ok")) {
          throw new IOException(file + " is damaged: " + result.getString(1));
        }
      }
      try (ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM session")) {
        result.next();
      }
    } catch (SQLException e) {
      throw new IOException(file + " is no store of a clinic: " + e.getMessage(), e);
    }
  }
}
