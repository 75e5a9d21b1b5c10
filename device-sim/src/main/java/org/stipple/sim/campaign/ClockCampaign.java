package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.sim.trial.Subject;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;

/**
 * C8: the time of day is set while random sessions are played. Each is played twice, once with a
 * clock that nobody touches: plant, wire and what the record says must be the same, and from the
 * record alone it must be plain where the clock stepped and what came after what.
 */
final class ClockCampaign {

  /** Entries are dated to the millisecond, and so is a step. */
  private static final long ROUNDING_MS = 2;

  /**
   * A pair of sessions.
   *
   * @param seed of both
   * @param motion whether plant or wire differed
   * @param content whether the record says anything else than the times
   * @param unordered entries that by their times, less the steps marked, come before an earlier one
   * @param unmarked steps without a mark, and marks without a step
   * @param jumps steps that were made
   * @param entries of the record
   */
  record Pair(
      long seed,
      boolean motion,
      boolean content,
      int unordered,
      int unmarked,
      int jumps,
      int entries) {

    String sentence() {
      return "seed %d: %s%s%d entries out of order, %d steps unmarked"
          .formatted(
              seed,
              motion ? "moved otherwise, " : "",
              content ? "other content, " : "",
              unordered,
              unmarked);
    }

    boolean violates() {
      return motion || content || unordered > 0 || unmarked > 0;
    }
  }

  private final long firstSeed;
  private final Path folder;
  private final List<Pair> pairs = new ArrayList<>();

  /** A campaign whose sessions are written in that folder. */
  ClockCampaign(long firstSeed, Path folder) {
    this.firstSeed = firstSeed;
    this.folder = folder;
  }

  /** Plays {@code count} pairs, whose seeds follow each other, on so many threads. */
  void play(int count, int threads, ProgressLine progress) throws InterruptedException {
    List<Subject> subjects = Roster.all();
    try (ExecutorService service = Executors.newFixedThreadPool(threads)) {
      List<Future<Pair>> plays = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long seed = firstSeed + i;
        plays.add(service.submit(() -> pair(seed, subjects)));
      }
      for (int i = 0; i < count; i++) {
        Pair pair = plays.get(i).get();
        pairs.add(pair);
        if (pair.violates()) {
          progress.say(pair.sentence());
        }
        progress.showBar((i + 1.0) / count, (i + 1) / 10 * 10 + " sessions", "");
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a session broke off", e.getCause());
    }
  }

  private Pair pair(long seed, List<Subject> subjects) throws IOException {
    ClockPlan plan = ClockPlan.draw(seed);
    RecordedRun usual =
        RecordedRun.play(seed, subjects, ClockPlan.none(), folder.resolve(seed + "-usual"));
    RecordedRun jumping = RecordedRun.play(seed, subjects, plan, folder.resolve(seed + "-jumping"));
    List<Double> steps = plan.steps(jumping.endNs());
    return new Pair(
        seed,
        differs(usual, jumping),
        !timeless(usual.entries()).equals(timeless(jumping.entries())),
        unordered(jumping.entries()),
        unmarked(steps, jumping.entries()),
        steps.size(),
        jumping.entries().size());
  }

  /** Whether plant, pins or wire did anything else. */
  static boolean differs(RecordedRun one, RecordedRun other) {
    return one.run().hash() != other.run().hash()
        || one.wireHash() != other.wireHash()
        || !one.run().violations().equals(other.run().violations());
  }

  /** Entries without their dates and without the marks. */
  private static List<SessionEntry> timeless(List<RecordedEntry> entries) {
    return entries.stream()
        .map(RecordedEntry::entry)
        .filter(entry -> !(entry instanceof SessionEntry.ClockStepped))
        .map(ClockCampaign::undated)
        .toList();
  }

  private static SessionEntry undated(SessionEntry entry) {
    if (entry instanceof SessionEntry.PressUnderway underway) {
      return new SessionEntry.PressUnderway(undated(underway.soFar()));
    }
    if (entry instanceof SessionEntry.Strokes told) {
      return new SessionEntry.Strokes(Instant.EPOCH, told.first(), told.strokes());
    }
    return entry instanceof SessionEntry.Press press ? undated(press) : entry;
  }

  private static SessionEntry.Press undated(SessionEntry.Press press) {
    return new SessionEntry.Press(
        Instant.EPOCH,
        press.durationS(),
        press.strokes(),
        press.frequencyHzMean(),
        press.taps(),
        press.miscounts(),
        press.contacts(),
        press.dots());
  }

  /**
   * Entries whose time, less the steps marked up to them, is before that of an earlier one, and
   * numbers that do not follow each other.
   */
  static int unordered(List<RecordedEntry> entries) {
    int found = 0;
    double steppedS = 0;
    long latestMs = Long.MIN_VALUE;
    for (int i = 0; i < entries.size(); i++) {
      RecordedEntry recorded = entries.get(i);
      if (recorded.entry() instanceof SessionEntry.ClockStepped stepped) {
        steppedS += stepped.seconds();
      }
      long sinceMs =
          Duration.between(Instant.EPOCH, recorded.at()).toMillis() - Math.round(1e3 * steppedS);
      boolean before = latestMs != Long.MIN_VALUE && sinceMs < latestMs - ROUNDING_MS;
      found += before || recorded.number() != i ? 1 : 0;
      latestMs = Math.max(latestMs, sinceMs);
    }
    return found;
  }

  /** Steps that have no mark of their size at their place, and marks that no step has. */
  static int unmarked(List<Double> steps, List<RecordedEntry> entries) {
    List<Double> marks =
        entries.stream()
            .map(RecordedEntry::entry)
            .filter(SessionEntry.ClockStepped.class::isInstance)
            .map(entry -> ((SessionEntry.ClockStepped) entry).seconds())
            .toList();
    int wrong = Math.abs(steps.size() - marks.size());
    for (int i = 0; i < Math.min(steps.size(), marks.size()); i++) {
      wrong += Math.abs(steps.get(i) - marks.get(i)) > ROUNDING_MS / 1e3 ? 1 : 0;
    }
    return wrong;
  }

  /** All pairs, in the order of their seeds. */
  List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /** The figures of the campaign. */
  Figures figures() {
    Figures figures = new Figures(firstSeed);
    figures.addCount("campaign.c8.sessions", pairs.size(), Goal.moreThan(0));
    figures.addCount(
        "campaign.c8.jumps", pairs.stream().mapToLong(Pair::jumps).sum(), Goal.moreThan(0));
    figures.addCount(
        "campaign.c8.entries", pairs.stream().mapToLong(Pair::entries).sum(), Goal.moreThan(0));
    figures.addCount(
        "campaign.c8.motion_effects", pairs.stream().filter(Pair::motion).count(), Goal.exactly(0));
    figures.addCount(
        "campaign.c8.content_effects",
        pairs.stream().filter(Pair::content).count(),
        Goal.exactly(0));
    figures.addCount(
        "campaign.c8.unordered", pairs.stream().mapToLong(Pair::unordered).sum(), Goal.exactly(0));
    figures.addCount(
        "campaign.c8.unmarked", pairs.stream().mapToLong(Pair::unmarked).sum(), Goal.exactly(0));
    return figures;
  }
}
