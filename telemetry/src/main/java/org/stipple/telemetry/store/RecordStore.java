package org.stipple.telemetry.store;

import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
 * Takes records in, each chunk wholly or not at all: chain, order and seal are checked against what
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
   * A chunk as a device sent it.
   *
   * @param device address, GROUP/NODE/DEVICE
   * @param chunk what is in it
   * @param message how it came, kept where it cannot be believed
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Sent(String device, Chunk chunk, byte[] message) {
    private String record() {
      return device + " " + chunk.session().value();
    }
  }

  /**
   * Takes chunks with one wait for the disk; what it returns is committed, in the order of what was
   * sent. Where the database fails none is taken.
   */
  public List<Taken> take(List<Sent> sent) {
    // All who store in one database ask for its rows in one order: none waits for another in turn.
    List<Integer> order =
        IntStream.range(0, sent.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> sent.get(i).record()))
            .toList();
    return database
        .jdbi()
        .inTransaction(handle -> {
          Map<Integer, Taken> taken = new TreeMap<>();
          for (int i : order) {
            taken.put(i, take(handle, sent.get(i)));
          }
          return List.copyOf(taken.values());
        });
  }

  private Taken take(Handle handle, Sent sent) {
    String device = sent.device();
    Chunk chunk = sent.chunk();
    Registered known = registered(handle, device, chunk.key());
    Optional<String> objection = known.objection(chunk.key());
    if (objection.isPresent()) {
      Standing none = Standing.beginning(chunk.session());
      return quarantine(handle, sent, none, objection.get(), false);
    }
    Row row = lockedRow(handle, device, chunk.session());
    if (row.problem().isPresent() || chunk.offset() != row.standing().bytes()) {
      return new Taken(row.standing(), News.NONE, row.problem());
    }
    PublicKey key = SigningKey.publicKey(known.key());
    RecordPart part = RecordPart.read(chunk.lines(), chunk.session(), row.standing());
    Optional<String> wrong = part.wrong(key);
    if (wrong.isPresent()) {
      return quarantine(handle, sent, row.standing(), wrong.get(), true);
    }
    long strokes = insert(handle, device, chunk, part);
    advance(handle, device, chunk.session(), part);
    return new Taken(
        part.after(), new News(part.entries().size(), strokes, false, false), Optional.empty());
  }

  /** What is known of a device: its key is the first one it showed. */
  private record Registered(String key, boolean revoked) {
    Optional<String> objection(String shown) {
      if (revoked) {
        return Optional.of("the device is revoked");
      }
      if (key.isEmpty()) {
        return Optional.of("the device is not enrolled");
      }
      return key.equals(shown)
          ? Optional.empty()
          : Optional.of("the device shows another key than the one it is known by");
    }
  }

  private Registered registered(Handle handle, String device, String shown) {
    Optional<Registered> known = registered(handle, device);
    if (known.isPresent()) {
      return known.get();
    }
    handle.execute(
        "INSERT INTO device (address, public_key, first_seen_ms, revoked_ms) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (address) DO NOTHING",
        device,
        trustFirst ? shown : "",
        clock.millis(),
        null);
    return registered(handle, device).orElseThrow();
  }

  private static Optional<Registered> registered(Handle handle, String device) {
    return handle
        .select(
            "SELECT public_key, revoked_ms IS NOT NULL AS revoked FROM device WHERE address = ?",
            device)
        .map((row, _) -> new Registered(row.getString("public_key"), row.getBoolean("revoked")))
        .findOne();
  }

  private record Row(Standing standing, Optional<String> problem) {}

  /** Made if missing; nobody else changes it before this transaction ends. */
  private Row lockedRow(Handle handle, String device, SessionId session) {
    Optional<Row> there = lockedRowThere(handle, device, session);
    if (there.isPresent()) {
      return there.get();
    }
    handle.execute(
        "INSERT INTO session (device, id, bytes, entries, head, sealed, strokes, needle_on_s)"
            + " VALUES (?, ?, 0, 0, ?, 0, 0, 0) ON CONFLICT (device, id) DO NOTHING",
        device,
        session.value(),
        Standing.beginning(session).head());
    return lockedRowThere(handle, device, session).orElseThrow();
  }

  private Optional<Row> lockedRowThere(Handle handle, String device, SessionId session) {
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
        .findOne();
  }

  /**
   * Kept aside. What is wrong with the record itself ends its upload until a person has looked; a
   * device that is not believed yet may be enrolled, and sends it again.
   */
  private Taken quarantine(Handle handle, Sent sent, Standing has, String why, boolean ends) {
    boolean kept = hasRoom(handle, sent.device(), sent.message().length);
    if (kept) {
      keep(handle, sent, why);
    }
    if (ends) {
      handle.execute(
          "UPDATE session SET problem = ? WHERE device = ? AND id = ?",
          why,
          sent.device(),
          sent.chunk().session().value());
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

  private void keep(Handle handle, Sent sent, String why) {
    handle.execute(
        "INSERT INTO quarantine (device, session, at_byte, sha256, message, why, received_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device, session, at_byte, sha256)"
            + " DO NOTHING",
        sent.device(),
        sent.chunk().session().value(),
        sent.chunk().offset(),
        SigningKey.sha256(sent.message()),
        sent.message(),
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
