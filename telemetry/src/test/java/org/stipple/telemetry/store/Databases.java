package org.stipple.telemetry.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Both databases a clinic may have; PostgreSQL runs for real, once for all tests of the JVM. */
public enum Databases {
  SQLITE,
  POSTGRES;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Starts with the first test that asks and ends with the JVM. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new IllegalStateException("PostgreSQL does not start", e);
      }
    }
  }

  /** The address of a fresh, empty database. */
  public String fresh(Path folder) {
    int number = NUMBER.incrementAndGet();
    return switch (this) {
      case SQLITE -> folder.resolve("clinic-" + number + ".db").toString();
      case POSTGRES -> {
        String name = "clinic" + number;
        org.jdbi.v3.core.Jdbi.create(Server.RUNNING.getPostgresDatabase())
            .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
        yield Server.RUNNING.getJdbcUrl("postgres", name);
      }
    };
  }
}
