package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.Child;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Hoarder;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Practitioner;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Rig;
import org.stipple.sim.ensemble.Silence;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;
import tools.jackson.databind.JsonNode;

/**
 * C4: the process of the controller is killed, frozen, starved of memory while the needle runs. One
 * board process lives through all of it; how the needle stopped is read from the board's own log
 * and the plant behind it.
 *
 * <p>Threading: one thread, and a scribe's.
 */
final class BlowCampaign implements AutoCloseable {

  private static final long END_MS = 20_000;
  private static final long READY_MS = 30_000;
  private static final long LATCHED_MS = 5_000;

  /** What was stale would move something within this after a thaw. */
  private static final long WATCH_MS = 700;

  private static final long SETTLE_MS = 50;
  private static final long AGAIN_MS = 500;

  /** A computer with too much to do trips a host before the blow falls: then again. */
  private static final int ATTEMPTS = 4;

  private static final String READY = "\nready ";

  /** Where a session begins. */
  private static final Zone ZONE = Zone.CROWN;

  private final long seed;
  private final Rig rig;
  private final List<BlowRun> runs = new ArrayList<>();
  private int repeated;
  private @Nullable String session;
  private Scribe scribe;

  private BlowCampaign(Rig rig, long seed) {
    this.rig = rig;
    this.seed = seed;
    scribe = new Scribe(rig.ensemble().place().controlSocket(), ZONE);
  }

  /** Starts board and controller in that place. */
  static BlowCampaign start(Place place, long seed) throws IOException, InterruptedException {
    Rig rig = Rig.start(place, BoardChoice.USUAL, seed);
    BlowCampaign campaign = new BlowCampaign(rig, seed);
    // A frozen child could not end with its parent.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> rig.ensemble().child("controller").ifPresent(Child::kill)));
    if (rig.ensemble().leavesArchive("controller")) {
      // Its orderly end leaves the archive that later starts are quick by, as an installed one has.
      rig.controller().askToEnd();
      rig.controller().awaitEnd(END_MS);
      campaign.restart();
    }
    return campaign;
  }

  /** Strikes all of them, in their order. */
  void play(List<Blow> blows, ProgressLine progress) throws IOException, InterruptedException {
    for (Blow blow : blows) {
      BlowRun run = strike(blow);
      runs.add(run);
      if (!run.violations().isEmpty()) {
        progress.say(run.sentence());
      }
      progress.showBar(
          (double) runs.size() / blows.size(),
          runs.size() / 10 * 10 + " blows",
          ", " + violations() + " violations, " + blow.words());
    }
  }

  private BlowRun strike(Blow blow) throws IOException, InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Path> record = running(blow);
      try {
        Optional<BlowRun> run = record.isPresent() ? struck(blow, record.get()) : Optional.empty();
        if (run.isPresent()) {
          return run.get();
        }
        repeated++;
      } catch (IOException | IllegalStateException e) {
        afresh();
        return BlowRun.brokenOff(blow, String.valueOf(e.getMessage()));
      }
    }
    afresh();
    return BlowRun.brokenOff(blow, "the machine tripped by itself before each attempt");
  }

  private void afresh() throws IOException, InterruptedException {
    scribe.end();
    rig.controller().kill();
    rig.board().say("pedal up");
    restart();
  }

  /**
   * Brings the needle to run; answers the file of the session. Empty where it does not: nothing has
   * been struck yet, and a computer with too much to do trips its host in between.
   */
  private Optional<Path> running(Blow blow) throws IOException, InterruptedException {
    rig.board().say(blow.skin() ? "skin on" : "skin off");
    try {
      rig.practitioner().awaitBoard();
      Path record = fileOf(openSession());
      rig.desk().order(ControllerDesk.request("set-frequency").put("hz", blow.frequencyHz()));
      rig.run();
      return Optional.of(record);
    } catch (IOException e) {
      System.err.println("the needle was not brought to run: " + e.getMessage());
      rig.board().say("pedal up");
      Thread.sleep(AGAIN_MS);
      return Optional.empty();
    }
  }

  /** Empty where the drive was off by itself when the blow fell, which then shows nothing. */
  private Optional<BlowRun> struck(Blow blow, Path record)
      throws IOException, InterruptedException {
    scribe.begin();
    Thread.sleep(blow.waitMs());
    List<RecordedEntry> before = SessionBook.bystander(record);
    JsonNode running = rig.board().status();
    strikeNow(blow);
    Silence silence = Silence.await(rig.board());
    JsonNode stopped = rig.board().status();
    boolean ran =
        running.path("driveOn").asBoolean(false)
            && stopped.path("lastDriveOffMs").asDouble() > running.path("uptimeMs").asDouble();
    List<Violation> violations = new ArrayList<>();
    judge(silence, stopped, blow, violations);
    double restartS =
        blow.kind() == Blow.Kind.STOP ? thaw(blow, violations) : again(blow, violations);
    scribe.end();
    List<RecordedEntry> after = SessionBook.bystander(record);
    Scribe.Balance balance = scribe.against(after);
    judgeRecord(blow, before, after, balance, violations);
    rig.board().say("pedal up");
    return ran || !violations.isEmpty()
        ? Optional.of(
            new BlowRun(
                blow,
                Optional.of(silence),
                restartS,
                balance.acknowledged(),
                balance.lost(),
                balance.duplicated(),
                violations))
        : Optional.empty();
  }

  /** The open session, or a new one. */
  private String openSession() throws IOException {
    String id = session;
    if (id == null) {
      rig.desk().openSession("campaign-client", ZONE.label());
      id = rig.desk().status().path("session").path("id").asString("");
      session = id;
      scribe = new Scribe(rig.ensemble().place().controlSocket(), ZONE);
    }
    return id;
  }

  private void strikeNow(Blow blow) throws IOException, InterruptedException {
    long pid = rig.controller().pid();
    switch (blow.kind()) {
      case KILL -> Rig.signal("KILL", pid);
      case STOP -> Rig.signal("STOP", pid);
      case OUT_OF_MEMORY -> {
        Hoarder.sendInto(pid, rig.ensemble().place().folder());
        if (!rig.controller().awaitEnd(END_MS)) {
          throw new IOException("a controller without memory did not end itself");
        }
      }
    }
  }

  private static void judge(
      Silence silence, JsonNode stopped, Blow blow, List<Violation> violations) {
    String hazard = blow.kind() == Blow.Kind.STOP ? "H15" : "H16";
    long atMs = (long) stopped.path("lastDriveOffMs").asDouble();
    atMost(
        hazard, atMs, "drive off, ms", silence.driveOffMs(), Silence.DRIVE_OFF_MS_MAX, violations);
    atMost(
        hazard,
        atMs,
        "standstill, ms",
        silence.standstillMs(),
        Silence.STANDSTILL_MS_MAX,
        violations);
    atMost(
        hazard,
        atMs,
        "strokes until drive off",
        (double) silence.strokes(),
        Silence.STROKES_MAX,
        violations);
  }

  private static void atMost(
      String hazard, long atMs, String what, double value, double limit, List<Violation> into) {
    if (!(value >= 0 && value <= limit)) {
      into.add(new Violation(hazard, atMs, what, value, limit));
    }
  }

  private static void expect(boolean holds, String hazard, String what, List<Violation> into) {
    if (!holds) {
      into.add(new Violation(hazard, 0, what, 1, 0));
    }
  }

  /** A frozen process goes on, the foot still on the pedal; answers that nothing was started. */
  private double thaw(Blow blow, List<Violation> violations)
      throws IOException, InterruptedException {
    Thread.sleep(blow.frozenMs());
    JsonNode before = rig.board().status();
    Rig.signal("CONT", rig.controller().pid());
    JsonNode latched =
        rig.practitioner()
            .await(
                "a latched fault, disarmed",
                LATCHED_MS,
                s -> Practitioner.isLatched(s) && Practitioner.is(s, "mode", "disarmed"));
    expect(!latched.path("armed").asBoolean(true), "H15", "armed after a thaw", violations);
    Thread.sleep(WATCH_MS);
    expectStillness(before, "H15", "moved after a thaw, strokes", violations);
    return Double.NaN;
  }

  /** The next controller, as a supervisor would start it; answers how long it took, s. */
  private double again(Blow blow, List<Violation> violations)
      throws IOException, InterruptedException {
    Child dead = rig.controller();
    if (!dead.awaitEnd(END_MS)) {
      throw new IOException("the controller did not end");
    }
    if (blow.kind() == Blow.Kind.OUT_OF_MEMORY) {
      expect(
          dead.exitCode() == Hoarder.EXIT_OUT_OF_MEMORY
              && dead.logText().contains("java.lang.OutOfMemoryError"),
          "H16",
          "did not say that memory ran out, exit code " + dead.exitCode(),
          violations);
    }
    if (!blow.footStays()) {
      rig.board().say("pedal up");
    }
    JsonNode before = rig.board().status();
    double seconds = restart();
    JsonNode status = rig.desk().status();
    expect(
        Practitioner.is(status, "mode", "disarmed") && !status.path("armed").asBoolean(true),
        "H16",
        "a fresh controller is " + status.path("mode").asString(""),
        violations);
    Thread.sleep(SETTLE_MS);
    expectStillness(before, "H16", "moved by itself, strokes", violations);
    return seconds;
  }

  private void expectStillness(
      JsonNode before, String hazard, String what, List<Violation> violations) throws IOException {
    JsonNode now = rig.board().status();
    long strokes = now.path("strokes").asLong() - before.path("strokes").asLong();
    boolean driven =
        now.path("driveOn").asBoolean(true)
            || now.path("lastDriveOnMs").asDouble() != before.path("lastDriveOnMs").asDouble();
    if (strokes != 0 || driven) {
      long atMs = (long) now.path("uptimeMs").asDouble();
      violations.add(
          new Violation(hazard, atMs, driven ? what + ", driven" : what, (double) strokes, 0));
    }
  }

  /** What was whole in the file, and what was acknowledged, is there afterwards, and once. */
  private void judgeRecord(
      Blow blow,
      List<RecordedEntry> before,
      List<RecordedEntry> after,
      Scribe.Balance balance,
      List<Violation> violations) {
    atMost("H17", 0, "acknowledged entries lost", balance.lost(), 0, violations);
    atMost("H17", 0, "entries twice", balance.duplicated(), 0, violations);
    expect(
        after.size() >= before.size() && after.subList(0, before.size()).equals(before),
        "H17",
        "what was in the session's file has changed",
        violations);
    if (blow.kind() != Blow.Kind.STOP) {
      expect(
          after.getLast().entry() instanceof SessionEntry.Closed closed
              && closed.why() == Closing.INTERRUPTED,
          "H17",
          "the session is not closed as interrupted",
          violations);
    }
  }

  private Path fileOf(String id) {
    return rig.ensemble().place().folder().resolve("sessions").resolve(id + RecordNames.SUFFIX);
  }

  /** Starts a controller; answers how long it took until it could be reset and armed, s. */
  private double restart() throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    Child next = rig.ensemble().startController();
    Rig.awaitThat(
        "a controller that is ready",
        READY_MS,
        next::logText,
        text -> text.contains(READY) || !next.isAlive());
    if (!next.isAlive()) {
      throw new IOException(next.ending());
    }
    session = null;
    return (System.nanoTime() - startNs) / 1e9;
  }

  /** All blows, in their order. */
  List<BlowRun> runs() {
    return List.copyOf(runs);
  }

  private long violations() {
    return runs.stream().mapToLong(run -> run.violations().size()).sum();
  }

  private long count(Blow.Kind kind) {
    return runs.stream().filter(run -> run.blow().kind() == kind).count();
  }

  private double max(java.util.function.ToDoubleFunction<Silence> what) {
    return runs.stream()
        .flatMap(run -> run.silence().stream())
        .mapToDouble(what)
        .max()
        .orElse(Double.NaN);
  }

  /** The figures of the campaign, of which no restart may have taken longer than that. */
  Figures figures(double restartSecondsMax) {
    Figures figures = new Figures(seed);
    figures.addCount("campaign.c4.kills", count(Blow.Kind.KILL), Goal.none());
    figures.addCount("campaign.c4.stops", count(Blow.Kind.STOP), Goal.none());
    figures.addCount("campaign.c4.ooms", count(Blow.Kind.OUT_OF_MEMORY), Goal.none());
    figures.add(
        "campaign.c4.motor_off_ms_max",
        max(Silence::driveOffMs),
        "ms",
        Goal.atMost(Silence.DRIVE_OFF_MS_MAX));
    figures.add(
        "campaign.c4.standstill_ms_max",
        max(Silence::standstillMs),
        "ms",
        Goal.atMost(Silence.STANDSTILL_MS_MAX));
    figures.add(
        "campaign.c4.strokes_max", max(Silence::strokes), "", Goal.atMost(Silence.STROKES_MAX));
    double[] restarts =
        runs.stream()
            .mapToDouble(BlowRun::restartS)
            .filter(s -> !Double.isNaN(s))
            .sorted()
            .toArray();
    if (restarts.length > 0) {
      figures.add("campaign.c4.restart_s_median", restarts[restarts.length / 2], "s", Goal.none());
      figures.add(
          "campaign.c4.restart_s_max",
          restarts[restarts.length - 1],
          "s",
          Goal.atMost(restartSecondsMax));
    }
    figures.addCount(
        "campaign.c4.records_acknowledged",
        runs.stream().mapToLong(BlowRun::acknowledged).sum(),
        Goal.moreThan(0));
    figures.addCount(
        "campaign.c4.records_lost", runs.stream().mapToLong(BlowRun::lost).sum(), Goal.exactly(0));
    figures.addCount(
        "campaign.c4.records_duplicated",
        runs.stream().mapToLong(BlowRun::duplicated).sum(),
        Goal.exactly(0));
    figures.addCount("campaign.c4.repeated", repeated, Goal.none());
    figures.addCount("campaign.c4.violations", violations(), Goal.exactly(0));
    return figures;
  }

  @Override
  public void close() {
    rig.close();
  }
}
