package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/**
 * Has one entry after the other written into the open session, by moving from zone to zone, and
 * remembers those that the controller said are written. The blow may fall into the middle of one.
 *
 * <p>Threading: a thread of its own from {@link #begin} to {@link #end}.
 */
final class Scribe {

  private static final List<Zone> ZONES = List.of(Zone.values());
  private static final long PAUSE_MS = 20;

  /** A frozen controller answers when it thaws; a dead one's socket says so at once. */
  private static final long ANSWER_MS = 6_000;

  private static final long END_MS = 8_000;

  private final Path socket;
  private final Zone first;
  private final List<Zone> acknowledged = new ArrayList<>();
  private volatile boolean ending;
  private Thread thread = new Thread(this::write, "campaign-scribe");

  /** One for a session that was opened in that zone. */
  Scribe(Path socket, Zone first) {
    this.socket = socket;
    this.first = first;
  }

  /** Begins to write. */
  void begin() {
    ending = false;
    thread = Thread.ofPlatform().daemon().name("campaign-scribe").start(this::write);
  }

  private void write() {
    try (ControllerDesk desk = new ControllerDesk(socket, ANSWER_MS)) {
      while (!ending) {
        Zone next = zone(count());
        desk.order(ControllerDesk.request("session-zone").put("zone", next.label()));
        remember(next);
        Thread.sleep(PAUSE_MS);
      }
    } catch (IOException e) {
      // The blow fell: what was under way was not acknowledged.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it; nothing is written after this. */
  void end() throws IOException, InterruptedException {
    ending = true;
    thread.join(END_MS);
    if (thread.isAlive()) {
      throw new IOException("the controller does not answer whether an entry is written");
    }
  }

  private synchronized void remember(Zone zone) {
    acknowledged.add(zone);
  }

  private synchronized int count() {
    return acknowledged.size();
  }

  /** The zone that is moved to as that many-th; never the one before. */
  private Zone zone(int number) {
    return ZONES.get((ZONES.indexOf(first) + 1 + number) % ZONES.size());
  }

  /**
   * What the file says against what was acknowledged.
   *
   * @param acknowledged entries
   * @param lost of these, not there
   * @param duplicated there once more
   */
  record Balance(int acknowledged, int lost, int duplicated) {}

  /**
   * Compares. One more entry than was acknowledged may be there: whoever wrote it fell silent
   * between the disk and the answer.
   */
  synchronized Balance against(List<RecordedEntry> entries) {
    int found = 0;
    int duplicated = 0;
    int missing = 0;
    for (RecordedEntry recorded : entries) {
      if (!(recorded.entry() instanceof SessionEntry.ZoneChanged changed)) {
        continue;
      }
      if (changed.zone() == zone(found)) {
        found++;
      } else if (found > 0 && changed.zone() == zone(found - 1)) {
        duplicated++;
      } else {
        // Some were left out: go on where the file does.
        while (changed.zone() != zone(found)) {
          found++;
          missing++;
        }
        found++;
      }
    }
    int lost = missing + Math.max(0, acknowledged.size() - found);
    int tooMany = duplicated + Math.max(0, found - acknowledged.size() - 1);
    return new Balance(acknowledged.size(), lost, tooMany);
  }

  /** As {@link #remember}, for tests of the balance. */
  void acknowledge(int entries) {
    for (int i = 0; i < entries; i++) {
      remember(zone(count()));
    }
  }

  /** The entry that is written as that many-th. */
  SessionEntry.ZoneChanged entry(int number) {
    return new SessionEntry.ZoneChanged(zone(number));
  }
}
