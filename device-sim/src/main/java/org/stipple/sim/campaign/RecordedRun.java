package org.stipple.sim.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.session.ClockWatch;
import org.stipple.controller.session.CommandDesk;
import org.stipple.controller.session.Fitting;
import org.stipple.controller.session.Keeper;
import org.stipple.controller.session.Live;
import org.stipple.controller.session.LoopGauge;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.trial.Subject;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/**
 * A random session as {@link SessionRun} plays it, with the host's own keeper beside it, which
 * dates by a clock that is set now and then and writes the session on disk.
 *
 * @param run of the machine
 * @param wireHash of every byte the host sent, and when
 * @param entries of the session's file
 * @param endNs when the session was closed, virtual ns
 */
record RecordedRun(SessionRun run, long wireHash, List<RecordedEntry> entries, long endNs) {

  private static final long PUMP_NS = 10_000_000;
  private static final long ZONE_NS = 7_000_000_000L;

  RecordedRun {
    entries = List.copyOf(entries);
  }

  /** Plays the session of that seed; its files go to that folder, which is made. */
  static RecordedRun play(long seed, List<Subject> subjects, ClockPlan plan, Path folder)
      throws IOException {
    Desk desk = new Desk(plan, folder);
    SessionRun run = SessionRun.play(seed, subjects, desk);
    return desk.end(run);
  }

  /** The keeper and the ear at the wire. */
  private static final class Desk implements SessionRun.Bystander {
    private final ClockPlan plan;
    private final Path folder;
    private final SessionBook book;
    private final SampleRing ring = new SampleRing();
    private Optional<Keeper> keeper = Optional.empty();
    private long nowNs;
    private long pumpedNs;
    private long movedNs;
    private int zone;
    private long wireHash = 0xcbf29ce484222325L;

    Desk(ClockPlan plan, Path folder) throws IOException {
      this.plan = plan;
      this.folder = folder;
      book = SessionBook.in(folder, () -> plan.at(nowNs), SigningKey.in(folder));
    }

    @Override
    public ByteLink tap(ByteLink link) {
      return new ByteLink() {
        @Override
        public int read(byte[] buffer, int offset, int length) {
          return link.read(buffer, offset, length);
        }

        @Override
        public int write(byte[] buffer, int offset, int length) {
          int taken = link.write(buffer, offset, length);
          mix(nowNs);
          for (int i = 0; i < taken; i++) {
            mix(buffer[offset + i]);
          }
          return taken;
        }

        @Override
        public void discardOutput() {
          link.discardOutput();
        }

        @Override
        public void reopen() {
          link.reopen();
        }

        @Override
        public int openings() {
          return link.openings();
        }
      };
    }

    private void mix(long value) {
      wireHash = (wireHash ^ value) * 0x100000001b3L;
    }

    @Override
    public void begin(VirtualSession session) {
      nowNs = session.nowNs();
      session.onSample(ring::write);
      Keeper made =
          new Keeper(
              ring,
              new CommandDesk(session.commands()),
              book,
              Live.nowhere(),
              new ClockWatch(() -> plan.at(nowNs), () -> nowNs),
              new LoopGauge(LoopTimes.withoutStages(), List.of()),
              fitting(),
              false);
      keeper = Optional.of(made);
      finished(
          made,
          made.open(
              new SessionEntry.Opened(
                  new ClientReference("campaign-client"),
                  new ConsentReference("campaign-consent"),
                  true,
                  Zone.CROWN,
                  Optional.empty())));
    }

    private Fitting fitting() {
      try {
        return new Fitting(
            Catalogue.builtIn(),
            UsedCartridges.in(folder.resolve("cartridges.used")),
            "normal",
            () -> plan.at(nowNs),
            ZoneOffset.UTC);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What is asked of the keeper is done at its next turn, which is given to it here. */
    private static void finished(Keeper keeper, CompletableFuture<?> asked) {
      keeper.pump();
      asked.join();
    }

    @Override
    public void look(VirtualSession session) {
      nowNs = session.nowNs();
      Keeper present = keeper.orElseThrow();
      if (nowNs - pumpedNs >= PUMP_NS) {
        pumpedNs = nowNs;
        present.pump();
      }
      if (nowNs - movedNs >= ZONE_NS) {
        movedNs = nowNs;
        Zone[] zones = Zone.values();
        finished(present, present.moveTo(zones[zone++ % zones.length]));
      }
    }

    RecordedRun end(SessionRun run) throws IOException {
      Keeper present = keeper.orElseThrow();
      finished(present, present.close(false));
      Path file = book.fileOf(book.latest().orElseThrow());
      book.close();
      return new RecordedRun(run, wireHash, SessionBook.bystander(file), nowNs);
    }
  }
}
