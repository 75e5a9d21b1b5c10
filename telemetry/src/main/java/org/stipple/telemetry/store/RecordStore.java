package org.stipple.telemetry.store;

import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.stipple.telemetry.record.RecordPart;
import org.stipple.telemetry.record.RecordPart.Standing;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.upload.Chunk;

/**
 * Takes records in, each chunk in one transaction: chain, order and seal are checked against what
 * is there, and how far the record is here moves on with the entries, or nothing does. So a chunk
 * that comes again, late, or at two ingesters at once is stored once.
 */
public final class RecordStore {

  /**
   * What came of a chunk.
   *
   * @param has how far the record is here now, committed
   * @param news what this chunk brought; nothing where it came too early or again
   * @param problem why no more of this record is taken; empty = more is
   */
  public record Taken(Standing has, News news, Optional<String> problem) {}

  /**
   * What was new in a chunk.
   *
   * @param entries of the record
   * @param strokes one by one
   * @param quarantined whether it cannot be believed, and was kept aside instead
   * @param dropped whether it was not even kept aside, since too much of the device is there
   */
  public record News(int entries, long strokes, boolean quarantined, boolean dropped) {
    static final News NONE = new News(0, 0, false, false);
  }

  /** What of one device is kept aside at most; beyond that it is refused and counted. */
  private static final long QUARANTINE_BYTES_MAX = 16L << 20;

  private static final long QUARANTINE_MESSAGES_MAX = 1_000;

  /** Of all devices together, whoever they say they are. */
  private static final long QUARANTINE_MESSAGES_MAX_IN_ALL = 50_000;

  private final Database database;
  private final InstantSource clock;
  private final boolean trustFirst;

  /**
   * A store in that database.
   *
   * @param trustFirst whether a device that nobody enrolled is believed by the key it shows first
   */
  public RecordStore(Database database, InstantSource clock, boolean trustFirst) {
    this.database = database;
    this.clock = clock;
    this.trustFirst = trustFirst;
  }

  /**
   * Takes a chunk; what it returns is committed.
   *
   * @param device address, GROUP/NODE/DEVICE
   * @param message the chunk as it came, kept where it cannot be believed
   */
  public Taken take(String device, Chunk chunk, byte[] message) {
    return database.jdbi().inTransaction(handle -> take(handle, device, chunk, message));
  }

  private Taken take(Handle handle, String device, Chunk chunk, byte[] message) {
    String known = deviceKey(handle, device, chunk.key());
    Optional<String> objection = objection(handle, device, known, chunk.key());
    if (objection.isPresent()) {
      Standing none = Standing.beginning(chunk.session());
      return quarantine(handle, device, chunk, message, none, objection.get(), false);
    }
    Row row = lockedRow(handle, device, chunk.session());
    if (row.problem().isPresent() || chunk.offset() != row.standing().bytes()) {
      return new Taken(row.standing(), News.NONE, row.problem());
    }
    PublicKey key = SigningKey.publicKey(known);
    RecordPart part = RecordPart.read(chunk.lines(), chunk.session(), row.standing());
    Optional<String> wrong = part.wrong(key);
    if (wrong.isPresent()) {
      return quarantine(handle, device, chunk, message, row.standing(), wrong.get(), true);
    }
    long strokes = insert(handle, device, chunk, part);
    advance(handle, device, chunk.session(), part);
    return new Taken(
        part.after(), new News(part.entries().size(), strokes, false, false), Optional.empty());
  }

  /** The key a device is known by, which is the first one it showed. */
  private String deviceKey(Handle handle, String device, String shown) {
    handle.execute(
        "INSERT INTO device (address, public_key, first_seen_ms, revoked_ms) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (address) DO NOTHING",
        device,
        trustFirst ? shown : "",
        clock.millis(),
        null);
    return handle
        .select("SELECT public_key FROM device WHERE address = ?", device)
        .mapTo(String.class)
        .one();
  }

  private static Optional<String> objection(
      Handle handle, String device, String known, String shown) {
    boolean revoked =
        handle
            .select(
                "SELECT revoked_ms FROM device WHERE address = ? AND revoked_ms IS NOT NULL",
                device)
            .mapTo(Long.class)
            .findOne()
            .isPresent();
    if (revoked) {
      return Optional.of("the device is revoked");
    }
    if (known.isEmpty()) {
      return Optional.of("the device is not enrolled");
    }
    return known.equals(shown)
        ? Optional.empty()
        : Optional.of("the device shows another key than the one it is known by");
  }

  private record Row(Standing standing, Optional<String> problem) {}

  /** Made if missing; nobody else changes it before this transaction ends. */
  private Row lockedRow(Handle handle, String device, SessionId session) {
    Standing none = Standing.beginning(session);
    handle.execute(
        "INSERT INTO session (device, id, bytes, entries, head, sealed, strokes, needle_on_s)"
            + " VALUES (?, ?, 0, 0, ?, 0, 0, 0) ON CONFLICT (device, id) DO NOTHING",
        device,
        session.value(),
        none.head());
    return handle
        .select(
            "SELECT bytes, entries, head, closed, COALESCE(erased, problem) AS problem FROM session"
                + " WHERE device = ? AND id = ?"
                + (database.isSqlite() ? "" : " FOR UPDATE"),
            device,
            session.value())
        .map((row, _) ->
            new Row(
                new Standing(
                    row.getLong("bytes"),
                    row.getLong("entries"),
                    row.getString("head"),
                    row.getString("closed") != null),
                Optional.ofNullable(row.getString("problem"))))
        .one();
  }

  /**
   * Kept aside. What is wrong with the record itself ends its upload until a person has looked; a
   * device that is not believed yet may be enrolled, and sends it again.
   */
  private Taken quarantine(
      Handle handle,
      String device,
      Chunk chunk,
      byte[] message,
      Standing has,
      String why,
      boolean ends) {
    boolean kept = hasRoom(handle, device, message.length);
    if (kept) {
      keep(handle, device, chunk, message, why);
    }
    if (ends) {
      handle.execute(
          "UPDATE session SET problem = ? WHERE device = ? AND id = ?",
          why,
          device,
          chunk.session().value());
    }
    return new Taken(has, new News(0, 0, true, !kept), Optional.of(why));
  }

  /** A flood of what cannot be believed must not fill the clinic's disk. */
  private static boolean hasRoom(Handle handle, String device, int bytes) {
    long all = handle.select("SELECT COUNT(*) FROM quarantine").mapTo(Long.class).one();
    return all < QUARANTINE_MESSAGES_MAX_IN_ALL
        && handle
            .select(
                "SELECT COUNT(*), COALESCE(SUM(LENGTH(message)), 0) FROM quarantine"
                    + " WHERE device = ?",
                device)
            .map((row, _) ->
                row.getLong(1) < QUARANTINE_MESSAGES_MAX
                    && row.getLong(2) + bytes <= QUARANTINE_BYTES_MAX)
            .one();
  }

  private void keep(Handle handle, String device, Chunk chunk, byte[] message, String why) {
    handle.execute(
        "INSERT INTO quarantine (device, session, at_byte, sha256, message, why, received_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device, session, at_byte, sha256)"
            + " DO NOTHING",
        device,
        chunk.session().value(),
        chunk.offset(),
        SigningKey.sha256(message),
        message,
        why,
        clock.millis());
  }

  private long insert(Handle handle, String device, Chunk chunk, RecordPart part) {
    String session = chunk.session().value();
    handle.execute(
        "INSERT INTO chunk (device, session, at_byte, bytes, deflated, received_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        device,
        session,
        chunk.offset(),
        chunk.lines().length,
        Chunk.deflated(chunk.lines()),
        clock.millis());
    long strokes = 0;
    try (PreparedBatch entries =
            handle.prepareBatch(
                "INSERT INTO entry (device, session, number, at_ms, kind) VALUES (?, ?, ?, ?, ?)");
        PreparedBatch seconds =
            handle.prepareBatch(
                "INSERT INTO stroke_second (device, session, number, started_ms, first_stroke,"
                    + " strokes, frequency_hz, current_ma, protrusion_mm, depth_mm, contact_share)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (RecordedEntry recorded : part.entries()) {
        SessionEntry entry = recorded.entry();
        entries.add(
            device,
            session,
            recorded.number(),
            recorded.at().toEpochMilli(),
            entry.getClass().getSimpleName());
        if (entry instanceof SessionEntry.Strokes told) {
          StrokeMeans means = StrokeMeans.of(told.strokes().unpack());
          strokes += told.strokes().count();
          seconds.add(
              device,
              session,
              recorded.number(),
              told.startedAt().toEpochMilli(),
              told.first(),
              told.strokes().count(),
              means.frequencyHz(),
              means.milliamps(),
              means.protrusionMm(),
              means.depthMm(),
              means.contactShare());
        } else if (entry instanceof SessionEntry.CartridgeMounted cartridge) {
          insert(handle, device, session, recorded, cartridge);
        }
      }
      entries.execute();
      seconds.execute();
    }
    return strokes;
  }

  private static void insert(
      Handle handle,
      String device,
      String session,
      RecordedEntry recorded,
      SessionEntry.CartridgeMounted cartridge) {
    handle.execute(
        "INSERT INTO cartridge (device, session, number, type, lot, serial, expires, at_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        device,
        session,
        recorded.number(),
        cartridge.type(),
        cartridge.lot(),
        cartridge.serial().orElse(null),
        cartridge.expires().toString(),
        recorded.at().toEpochMilli());
  }

  private static void advance(Handle handle, String device, SessionId session, RecordPart part) {
    for (RecordedEntry recorded : part.entries()) {
      if (recorded.entry() instanceof SessionEntry.Opened opened) {
        handle.execute(
            "UPDATE session SET client = ?, consent = ?, practitioner = ?, opened_ms = ?"
                + " WHERE device = ? AND id = ?",
            opened.client().value(),
            opened.consent().value(),
            opened.practitioner().map(who -> who.value()).orElse(null),
            recorded.at().toEpochMilli(),
            device,
            session.value());
      } else if (recorded.entry() instanceof SessionEntry.Closed closed) {
        handle.execute(
            "UPDATE session SET closed = ?, closed_ms = ?, strokes = ?, needle_on_s = ?"
                + " WHERE device = ? AND id = ?",
            closed.why().label(),
            recorded.at().toEpochMilli(),
            closed.strokes(),
            closed.needleOnS(),
            device,
            session.value());
      }
    }
    Standing after = part.after();
    handle.execute(
        "UPDATE session SET bytes = ?, entries = ?, head = ?, sealed = CASE WHEN ? > sealed THEN ?"
            + " ELSE sealed END WHERE device = ? AND id = ?",
        after.bytes(),
        after.entries(),
        after.head(),
        part.sealedUpTo() + 1,
        part.sealedUpTo() + 1,
        device,
        session.value());
  }
}
