package org.stipple.telemetry.dashboard;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.Erasure;
import org.stipple.telemetry.store.Partitions;
import org.stipple.telemetry.store.Sites;

/**
 * What a server does to its store each hour, and at its start: records whose time is over are
 * erased, and PostgreSQL gets the months to come. A database that is down is asked again next hour.
 */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final Database database;
  private final Erasure erasure;
  private final InstantSource clock;
  private final Thread thread =
      Thread.ofPlatform().name("stipple-housekeeping").daemon().unstarted(this::run);
  private boolean down;

  Housekeeping(Database database, Sites sites, InstantSource clock) {
    this.database = database;
    this.erasure = new Erasure(database, sites, clock);
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void look() {
    try {
      Partitions.ahead(database, clock.instant());
      erasure
          .ofDue()
          .forEach(record ->
              LOG.info(
                  "record of session {} of {} was kept for its time and is erased",
                  record.session(),
                  record.device()));
      down = false;
    } catch (RuntimeException e) { // whatever it is must not end the looking
      if (!down) {
        LOG.warn("the store cannot be asked, again within the hour: {}", e.getMessage());
      }
      down = true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
