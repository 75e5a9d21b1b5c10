package org.stipple.telemetry.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.stipple.telemetry.record.Folders;

/**
 * A pool of connections to a database whose tables are as this version wants them. SQLite has one
 * writer, so its pool has one connection; what it says is committed is on the disk.
 */
public final class Database implements AutoCloseable {

  private static final int POSTGRES_CONNECTIONS = 4;
  private static final int BUSY_MS = 10_000;
  private static final long CONNECT_MS = 10_000;
  private static final String ROOM = "classpath:org/stipple/telemetry/store/";

  /** For both databases. */
  private static final String MIGRATIONS = ROOM + "migration";

  /** For PostgreSQL only. */
  private static final String PARTITIONS = ROOM + "postgresql";

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final boolean sqlite;

  private Database(HikariDataSource pool, boolean sqlite) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.sqlite = sqlite;
  }

  /**
   * SQLite in that file, which is made if missing, readable by its owner only.
   *
   * @throws IOException where it cannot be opened or is no such database
   */
  public static Database sqlite(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    SQLiteConfig settings = new SQLiteConfig();
    settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
    settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    settings.setBusyTimeout(BUSY_MS);
    settings.enforceForeignKeys(true);
    settings.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true"); // what is erased is overwritten
    SQLiteDataSource source = new SQLiteDataSource(settings);
    source.setUrl("jdbc:sqlite:" + file);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(1);
    Database database = open(config, true, file.toString());
    OwnerOnly.make(file);
    Folders.forceOf(file); // SQLite does this for its log only
    return database;
  }

  /**
   * PostgreSQL at that address.
   *
   * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE?user=...}
   * @throws IOException where it does not answer
   */
  public static Database postgres(String url) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(POSTGRES_CONNECTIONS);
    return open(config, false, url.replaceAll("\\?.*", ""));
  }

  /** By its address: {@code jdbc:postgresql:...}, or the file of an SQLite one. */
  public static Database at(String urlOrFile) throws IOException {
    if (urlOrFile.startsWith("jdbc:postgresql:")) {
      return postgres(urlOrFile);
    }
    if (urlOrFile.startsWith("jdbc:")) {
      throw new IOException(
          "store '%s': allowed are a file (SQLite) and jdbc:postgresql://HOST:PORT/DATABASE"
              .formatted(urlOrFile));
    }
    return sqlite(Path.of(urlOrFile));
  }

  private static Database open(HikariConfig config, boolean sqlite, String name)
      throws IOException {
    String[] locations = sqlite ? new String[] {MIGRATIONS} : new String[] {MIGRATIONS, PARTITIONS};
    config.setPoolName("stipple-store");
    config.setConnectionTimeout(CONNECT_MS);
    try {
      HikariDataSource pool = new HikariDataSource(config);
      try {
        Flyway.configure().dataSource(pool).locations(locations).load().migrate();
        return new Database(pool, sqlite);
      } catch (RuntimeException e) {
        pool.close();
        throw e;
      }
    } catch (FlywayException e) {
      throw new IOException("store " + name + ": " + firstLine(e), e);
    } catch (RuntimeException e) {
      throw new IOException("store " + name + " cannot be opened: " + firstLine(e), e);
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /** Whether it is SQLite, which locks the whole of itself and knows no locks of rows. */
  boolean isSqlite() {
    return sqlite;
  }

  @Override
  public void close() {
    pool.close();
  }
}
