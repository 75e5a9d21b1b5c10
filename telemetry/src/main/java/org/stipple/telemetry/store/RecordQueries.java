package org.stipple.telemetry.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Chunk;

/** Questions about the records of a clinic. Any thread; calls wait for the database. */
public final class RecordQueries {

  /**
   * A record as far as it is here.
   *
   * @param device address, GROUP/NODE/DEVICE
   * @param session its id
   * @param client reference of the client; empty where the record was erased or has no beginning
   * @param practitioner who worked, if told
   * @param openedMs when the session began, ms since 1970 UTC; 0 = not known
   * @param closedMs when it ended; 0 = it has not
   * @param bytes of it
   * @param entries of it
   * @param sealed of these, how many the device's signature covers
   * @param closed closed, interrupted, or empty while more is to come
   * @param strokes of the session, once it is closed
   * @param problem why no more of it is taken; empty = nothing
   * @param erased why and when it was erased; empty = it is here
   */
  public record Stored(
      String device,
      String session,
      Optional<String> client,
      Optional<String> practitioner,
      long openedMs,
      long closedMs,
      long bytes,
      long entries,
      long sealed,
      Optional<String> closed,
      long strokes,
      Optional<String> problem,
      Optional<String> erased) {}

  /**
   * A session in which a cartridge of a lot was used.
   *
   * @param client reference of the client
   * @param at when it was mounted
   */
  public record Use(
      String device, String session, String client, Instant at, String type, String lot) {}

  /**
   * How much there is.
   *
   * @param devices known
   * @param records of sessions
   * @param open of these, not closed yet
   * @param problems of these, of which no more is taken
   * @param quarantined messages kept aside
   * @param strokes of closed sessions
   */
  public record Counts(
      long devices, long records, long open, long problems, long quarantined, long strokes) {}

  private static final String COLUMNS =
      "SELECT device, id, client, practitioner, opened_ms, closed_ms, bytes, entries, sealed, closed,"
          + " strokes, problem, erased FROM session ";

  /** Which records are a client's. */
  static final String CLIENT = "WHERE client = ? ORDER BY opened_ms";

  private static final RowMapper<Stored> STORED =
      (row, _) ->
          new Stored(
              row.getString("device"),
              row.getString("id"),
              Optional.ofNullable(row.getString("client")),
              Optional.ofNullable(row.getString("practitioner")),
              row.getLong("opened_ms"),
              row.getLong("closed_ms"),
              row.getLong("bytes"),
              row.getLong("entries"),
              row.getLong("sealed"),
              Optional.ofNullable(row.getString("closed")),
              row.getLong("strokes"),
              Optional.ofNullable(row.getString("problem")),
              Optional.ofNullable(row.getString("erased")));

  private final Database database;

  /** Of that database. */
  public RecordQueries(Database database) {
    this.database = database;
  }

  static List<Stored> stored(Handle handle, String which, Object... values) {
    return handle.select(COLUMNS + which, values).map(STORED).list();
  }

  private List<Stored> stored(String which, Object... values) {
    return database.jdbi().withHandle(handle -> stored(handle, which, values));
  }

  /** The records, the newest session first. */
  public List<Stored> newest(int most) {
    return stored("ORDER BY opened_ms IS NULL, opened_ms DESC, id DESC LIMIT ?", most);
  }

  /** That session's record, of whichever device; there can be more than one. */
  public List<Stored> ofSession(SessionId session) {
    return stored("WHERE id = ? ORDER BY device", session.value());
  }

  /** All records of a client. */
  public List<Stored> ofClient(String client) {
    return stored(CLIENT, client);
  }

  /** What the record of a session that has ended lacks by its site's template. */
  public Set<SiteTemplate.Part> missing(Stored record, Sites sites) {
    SiteTemplate template = sites.of(record.device());
    if (record.closed().isEmpty() || record.erased().isPresent() || template.requires().isEmpty()) {
      return Set.of();
    }
    return database
        .jdbi()
        .withHandle(handle ->
            template.missing(
                record.practitioner(),
                Set.copyOf(
                    handle
                        .select(
                            "SELECT DISTINCT kind FROM entry WHERE device = ? AND session = ?",
                            record.device(),
                            record.session())
                        .mapTo(String.class)
                        .list())));
  }

  /** Who was treated with a cartridge of that lot. */
  public List<Use> ofLot(String lot) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select(
                    "SELECT c.device, c.session, s.client, c.at_ms, c.type, c.lot FROM cartridge c"
                        + " JOIN session s ON s.device = c.device AND s.id = c.session"
                        + " WHERE c.lot = ? ORDER BY c.at_ms",
                    lot)
                .map((row, _) ->
                    new Use(
                        row.getString("device"),
                        row.getString("session"),
                        Optional.ofNullable(row.getString("client")).orElse("(erased)"),
                        Instant.ofEpochMilli(row.getLong("at_ms")),
                        row.getString("type"),
                        row.getString("lot")))
                .list());
  }

  /** How much there is. */
  public Counts counts() {
    return database
        .jdbi()
        .withHandle(handle ->
            new Counts(
                count(handle, "SELECT COUNT(*) FROM device"),
                count(handle, "SELECT COUNT(*) FROM session"),
                count(
                    handle,
                    "SELECT COUNT(*) FROM session WHERE closed IS NULL AND problem IS NULL"
                        + " AND erased IS NULL"),
                count(handle, "SELECT COUNT(*) FROM session WHERE problem IS NOT NULL"),
                count(handle, "SELECT COUNT(*) FROM quarantine"),
                count(handle, "SELECT COALESCE(SUM(strokes), 0) FROM session")));
  }

  /** Strokes that are here one by one; counts through all seconds of all sessions. */
  public long strokesOneByOne() {
    return database
        .jdbi()
        .withHandle(handle -> count(handle, "SELECT COALESCE(SUM(strokes), 0) FROM stroke_second"));
  }

  private static long count(Handle handle, String sql) {
    return handle.select(sql).mapTo(Long.class).one();
  }

  /**
   * A record's own bytes, as the device wrote them, as far as they are here.
   *
   * @throws IOException where what is stored is damaged
   */
  public byte[] bytes(String device, SessionId session) throws IOException {
    List<Map.Entry<byte[], Integer>> parts =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .select(
                        "SELECT deflated, bytes FROM chunk WHERE device = ? AND session = ?"
                            + " ORDER BY at_byte",
                        device,
                        session.value())
                    .map((row, _) -> Map.entry(row.getBytes("deflated"), row.getInt("bytes")))
                    .list());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Map.Entry<byte[], Integer> part : parts) {
      try {
        all.writeBytes(Chunk.inflated(part.getKey(), 0, part.getValue()));
      } catch (DataFormatException e) {
        throw new IOException("the stored record " + session + " is damaged: " + e.getMessage(), e);
      }
    }
    return all.toByteArray();
  }
}
