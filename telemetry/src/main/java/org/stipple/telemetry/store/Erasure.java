package org.stipple.telemetry.store;

import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Ends the keeping of records: on a client's request, and when a site's time is over. What stays is
 * that such sessions were, without a name, so that a device that still has their records is not
 * asked for them again.
 *
 * <p>Threading: any; calls wait for the database, and each is one transaction.
 */
public final class Erasure {

  private static final List<String> TABLES =
      List.of("chunk", "entry", "stroke_second", "cartridge", "quarantine");

  private final Database database;
  private final Sites sites;
  private final InstantSource clock;

  /** Of that database, by the templates of these sites. */
  public Erasure(Database database, Sites sites, InstantSource clock) {
    this.database = database;
    this.sites = sites;
    this.clock = clock;
  }

  /**
   * Erases all that is kept of a client.
   *
   * @return the records that were erased
   */
  public List<RecordQueries.Stored> ofClient(String client) {
    return erase(RecordQueries.CLIENT, "on request", client);
  }

  /** The records whose time is over, the oldest first. */
  public List<RecordQueries.Stored> due() {
    return database
        .jdbi()
        .withHandle(handle ->
            RecordQueries.stored(
                    handle, "WHERE erased IS NULL AND opened_ms IS NOT NULL ORDER BY opened_ms")
                .stream()
                .filter(record -> isOver(handle, record))
                .toList());
  }

  /** By our own clock too: a device that thinks it is 1970 must not lose what it sent today. */
  private boolean isOver(Handle handle, RecordQueries.Stored record) {
    long sinceMs = keptSinceMs(record.device());
    return Math.max(record.openedMs(), record.closedMs()) < sinceMs
        && lastReceivedMs(handle, record) < sinceMs;
  }

  private static long lastReceivedMs(Handle handle, RecordQueries.Stored record) {
    return handle
        .select(
            "SELECT COALESCE(MAX(received_ms), 0) FROM chunk WHERE device = ? AND session = ?",
            record.device(),
            record.session())
        .mapTo(Long.class)
        .one();
  }

  private long keptSinceMs(String device) {
    return sites.of(device).keptSince(clock.instant()).toEpochMilli();
  }

  /**
   * Erases what {@link #due} tells, and what has been in quarantine for as long.
   *
   * @return the records that were erased
   */
  public List<RecordQueries.Stored> ofDue() {
    List<RecordQueries.Stored> due = due();
    database
        .jdbi()
        .useTransaction(handle -> {
          for (RecordQueries.Stored record : due) {
            int years = sites.of(record.device()).retentionYears();
            erase(handle, record, "after %d years".formatted(years));
          }
          forgetOldQuarantine(handle);
        });
    forget();
    return due;
  }

  /** What could not be believed may be of no session that is known, and has no other end. */
  private void forgetOldQuarantine(Handle handle) {
    for (String device :
        handle.select("SELECT DISTINCT device FROM quarantine").mapTo(String.class).list()) {
      handle.execute(
          "DELETE FROM quarantine WHERE device = ? AND received_ms < ?",
          device,
          keptSinceMs(device));
    }
  }

  private List<RecordQueries.Stored> erase(String which, String why, Object... values) {
    List<RecordQueries.Stored> erased =
        database
            .jdbi()
            .inTransaction(handle -> {
              List<RecordQueries.Stored> records = RecordQueries.stored(handle, which, values);
              records.forEach(record -> erase(handle, record, why));
              return records;
            });
    forget();
    return erased;
  }

  private void erase(Handle handle, RecordQueries.Stored record, String why) {
    // First, since it waits for an ingester that has the row: what that one brought is deleted too.
    handle.execute(
        "UPDATE session SET client = NULL, consent = NULL, practitioner = NULL, erased = ?"
            + " WHERE device = ? AND id = ?",
        "erased %s on %s".formatted(why, clock.instant()),
        record.device(),
        record.session());
    for (String table : TABLES) {
      handle.execute(
          "DELETE FROM " + table + " WHERE device = ? AND session = ?",
          record.device(),
          record.session());
    }
  }

  /** SQLite overwrites what it deletes, but its log still has it until it is carried over. */
  private void forget() {
    if (database.isSqlite()) {
      database
          .jdbi()
          .useHandle(
              handle -> handle.createQuery("PRAGMA wal_checkpoint(TRUNCATE)").mapToMap().list());
    }
  }
}
