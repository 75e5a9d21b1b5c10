package org.stipple.sim.campaign;

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

/** C1: many random sessions, some of them played twice to see that they are the same. */
final class SessionCampaign {

  /** Every so many sessions one is played again. */
  private static final int TWICE_EVERY = 25;

  /** One session, how long it took, and whether a second play of it differed. */
  private record Played(SessionRun run, double seconds, boolean differs) {}

  private final long firstSeed;
  private final List<SessionRun> runs = new ArrayList<>();
  private int twice;
  private int differing;
  private double virtualSeconds;
  private double seconds;

  SessionCampaign(long firstSeed) {
    this.firstSeed = firstSeed;
  }

  /** Plays {@code count} sessions, whose seeds follow each other, on so many threads. */
  void play(int count, int threads, ProgressLine progress) throws InterruptedException {
    List<Subject> subjects = Roster.all();
    try (ExecutorService service = Executors.newFixedThreadPool(threads)) {
      List<Future<Played>> plays = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long seed = firstSeed + i;
        boolean again = i % TWICE_EVERY == 0;
        plays.add(service.submit(() -> play(seed, subjects, again)));
      }
      int violated = 0;
      for (int i = 0; i < count; i++) {
        Played played = plays.get(i).get();
        add(played, i % TWICE_EVERY == 0);
        if (!played.run().violations().isEmpty()) {
          violated++;
          progress.say(played.run().sentence());
        }
        progress.showBar((i + 1.0) / count, (i + 1) / 100 * 100 + " sessions", " " + violated);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a session broke off", e.getCause());
    }
  }

  private static Played play(long seed, List<Subject> subjects, boolean again) {
    long beganNs = System.nanoTime();
    SessionRun run = SessionRun.play(seed, subjects);
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    boolean differs = again && SessionRun.play(seed, subjects).hash() != run.hash();
    return new Played(run, seconds, differs);
  }

  private void add(Played played, boolean again) {
    runs.add(played.run());
    virtualSeconds += played.run().virtualSeconds();
    seconds += played.seconds();
    twice += again ? 1 : 0;
    differing += played.differs() ? 1 : 0;
  }

  /** All sessions, in the order of their seeds. */
  List<SessionRun> runs() {
    return runs;
  }

  /**
   * The figures of the campaign.
   *
   * @param speedFloor least speed of one core, a multiple of real time
   */
  Figures figures(double speedFloor) {
    long violations = runs.stream().mapToLong(run -> run.violations().size()).sum();
    long faults = runs.stream().mapToLong(run -> run.plan().faults().size()).sum();
    long worked = runs.stream().filter(run -> run.onSeconds() >= SessionRun.ON_S).count();
    Figures figures = new Figures(firstSeed);
    figures.addCount("campaign.c1.sessions", runs.size(), Goal.moreThan(0));
    figures.addCount("campaign.c1.violations", violations, Goal.exactly(0));
    figures.add(
        "campaign.c1.realtime_factor", virtualSeconds / seconds, "x", Goal.atLeast(speedFloor));
    figures.addCount("campaign.c1.faults", faults, Goal.none());
    figures.add("campaign.c1.virtual_hours", virtualSeconds / 3600, "h", Goal.none());
    figures.add(
        "campaign.c1.needle_on_hours",
        runs.stream().mapToDouble(SessionRun::onSeconds).sum() / 3600,
        "h",
        Goal.none());
    figures.add(
        "campaign.c1.strokes",
        runs.stream().mapToDouble(SessionRun::strokes).sum(),
        "",
        Goal.none());
    figures.add("campaign.c1.worked_20s_pct", 100.0 * worked / runs.size(), "%", Goal.none());
    figures.addCount("campaign.c1.played_twice", twice, Goal.none());
    figures.addCount("campaign.c1.replays_differ", differing, Goal.exactly(0));
    return figures;
  }
}
