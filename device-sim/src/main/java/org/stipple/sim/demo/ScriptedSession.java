package org.stipple.sim.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.stipple.sim.demo.PressPlan.Press;
import org.stipple.sim.ensemble.BoardHand;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Practitioner;
import org.stipple.sim.ensemble.ProgressLine;
import tools.jackson.databind.JsonNode;

/**
 * A session played through the ways a user has: requests by the control socket, pedal and skin by
 * the board's own. Ends with machine and session closed.
 *
 * <p>Threading: one thread, which sleeps in between.
 */
final class ScriptedSession {

  /** A press is regulated to its frequency some time after it began, and after a change of load. */
  private static final long SETTLED_AFTER_PRESS_MS = 1_000;

  private static final long SETTLED_AFTER_SKIN_MS = 500;
  private static final long LOOK_MS = 20;
  private static final double TICK_MS = 1;

  /** A press that could not be two seconds long any more is not begun. */
  private static final long SHORTEST_MS = 2_000;

  /**
   * What came of it.
   *
   * @param presses presses of the pedal
   * @param strokesPlant strokes the needle really made
   * @param strokesHost strokes the controller counted
   * @param frequencyErrorPct mean, over the presses without a fault, of the error of the mean
   *     frequency; NaN = none
   * @param faults faults latched, and shut-downs of the board
   * @param trips what the controller said of each fault that the session met
   * @param latenessUsP99 99th percentile of the tick's lateness, us
   * @param overruns ticks left out
   * @param heldUpMs time in which this computer kept the controller from its ticks or the simulated
   *     board from its turns, ms
   */
  record Outcome(
      int presses,
      long strokesPlant,
      long strokesHost,
      double frequencyErrorPct,
      long faults,
      List<String> trips,
      double latenessUsP99,
      long overruns,
      double heldUpMs) {

    Outcome {
      trips = List.copyOf(trips);
    }
  }

  private final BoardHand board;
  private final ControllerDesk desk;
  private final Practitioner practitioner;
  private final PressPlan plan;
  private final ProgressLine progress;
  private final DoubleSummaryStatistics errorsPct = new DoubleSummaryStatistics();
  private final List<String> trips = new ArrayList<>();
  private int presses;
  private String zone = "";

  ScriptedSession(BoardHand board, ControllerDesk desk, long seed, ProgressLine progress) {
    this.board = board;
    this.desk = desk;
    this.practitioner = new Practitioner(board, desk, progress::say);
    this.plan = new PressPlan(seed);
    this.progress = progress;
  }

  /**
   * Plays it.
   *
   * @param seconds for how long the pedal is pressed again and again
   * @throws IOException in one line, when something is refused or does not come about
   */
  Outcome play(int seconds) throws IOException, InterruptedException {
    long faultsBefore = prepare();
    JsonNode before = desk.status();
    JsonNode boardBefore = board.status();
    long startMs = nowMs();
    long endMs = startMs + seconds * 1_000L;
    Press press = plan.next();
    while (endMs - nowMs() > SHORTEST_MS) {
      play(press, startMs, endMs);
      press = plan.next();
    }
    progress.showBar(1, "session", " at rest, closing ");
    practitioner.awaitRest();
    JsonNode after = desk.status();
    JsonNode boardAfter = board.status();
    desk.order(ControllerDesk.request("session-close"));
    long shutDown = board.status().path("shutdownReason").isNull() ? 0 : 1;
    long overruns = more("overruns", before, after);
    progress.say("");
    return new Outcome(
        presses,
        more("strokes", boardBefore, boardAfter),
        more("strokes", before, after),
        errorsPct.getCount() == 0 ? Double.NaN : errorsPct.getAverage(),
        after.path("faultOccurrence").asLong(0) - faultsBefore + shutDown,
        trips,
        after.path("latenessUsP99").asDouble(Double.NaN),
        overruns,
        overruns * TICK_MS + more("awayMs", boardBefore, boardAfter));
  }

  private static long more(String counter, JsonNode before, JsonNode after) {
    return after.path(counter).asLong(0) - before.path(counter).asLong(0);
  }

  /** Opens and arms; answers how many faults there had been before. */
  private long prepare() throws IOException, InterruptedException {
    progress.show("waiting until the controller is warm", "");
    practitioner.awaitBoard();
    practitioner.awaitCalm();
    progress.show("opening a session, resetting, arming", "");
    zone = plan.peekZone();
    desk.openSession("bench-client", zone);
    long faults = desk.status().path("faultOccurrence").asLong(0);
    practitioner.arm();
    return faults;
  }

  private void play(Press press, long startMs, long endMs)
      throws IOException, InterruptedException {
    if (!press.zone().equals(zone)) {
      desk.order(ControllerDesk.request("session-zone").put("zone", press.zone()));
      zone = press.zone();
    }
    desk.order(ControllerDesk.request("set-frequency").put("hz", press.frequencyHz()));
    board.say("pedal down");
    DoubleSummaryStatistics heardHz = hold(press, startMs, endMs);
    board.say("pedal up");
    presses++;
    practitioner.awaitRest();
    JsonNode status = desk.status();
    if (Practitioner.isLatched(status)) {
      trips.add(practitioner.tellFault(status));
      practitioner.arm();
    } else if (heardHz.getCount() > 0) {
      errorsPct.accept(
          Math.abs(heardHz.getAverage() - press.frequencyHz()) / press.frequencyHz() * 100);
    }
    Thread.sleep(Math.clamp(endMs - nowMs(), 0, press.pauseMs()));
  }

  /** Holds the pedal, touches skin for a part of it, and listens to the needle where settled. */
  private DoubleSummaryStatistics hold(Press press, long startMs, long endMs)
      throws IOException, InterruptedException {
    long downMs = nowMs();
    long upMs = Math.min(downMs + press.downMs(), endMs);
    long settledMs = downMs + SETTLED_AFTER_PRESS_MS;
    boolean onSkin = false;
    DoubleSummaryStatistics heardHz = new DoubleSummaryStatistics();
    while (nowMs() < upMs) {
      long heldMs = nowMs() - downMs;
      boolean wanted = heldMs >= press.skinFromMs() && heldMs < press.skinToMs();
      if (wanted != onSkin) {
        onSkin = wanted;
        board.say("skin " + (onSkin ? "on" : "off"));
        settledMs = Math.max(settledMs, nowMs() + SETTLED_AFTER_SKIN_MS);
      }
      JsonNode status = board.status();
      if (nowMs() >= settledMs) {
        heardHz.accept(status.path("lastStrokeHz").asDouble());
      }
      show(press, status, startMs, endMs);
      Thread.sleep(LOOK_MS);
    }
    if (onSkin) {
      board.say("skin off");
    }
    return heardHz;
  }

  private void show(Press press, JsonNode status, long startMs, long endMs) {
    progress.showBar(
        (nowMs() - startMs) / (double) (endMs - startMs),
        "press " + (press.number() + 1) + " at " + press.frequencyHz() + " Hz",
        String.format(
            java.util.Locale.ROOT,
            ", %6.2f Hz, %4.0f mA%s",
            status.path("lastStrokeHz").asDouble(),
            status.path("currentMilliamps").asDouble(),
            status.path("inContact").asBoolean(false) ? ", on skin" : ""));
  }

  private static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }
}
