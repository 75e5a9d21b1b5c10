package org.stipple.sim.ensemble;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What a person does at the controller before and between presses: waits, looks, resets, arms.
 *
 * <p>Threading: one thread, which sleeps in between.
 */
public final class Practitioner {

  private static final long LOOK_MS = 20;
  private static final long BOARD_MS = 20_000;
  private static final long ARMED_MS = 15_000;
  private static final long REST_MS = 5_000;
  private static final long STILL_MS = 100;
  private static final long CALM_MS = 1_000;
  private static final long CALM_MS_MAX = 10_000;
  private static final int ATTEMPTS = 3;

  private final BoardHand board;
  private final ControllerDesk desk;
  private final Consumer<String> say;

  /**
   * A person at a bench.
   *
   * @param say is told faults
   */
  public Practitioner(BoardHand board, ControllerDesk desk, Consumer<String> say) {
    this.board = board;
    this.desk = desk;
    this.say = say;
  }

  /** Waits until controller and board understand each other. */
  public void awaitBoard() throws IOException, InterruptedException {
    await("the board to answer the controller", BOARD_MS, s -> is(s, "link", "ready"));
  }

  /** A JVM that has just started is busy with itself: waits for a second without a late tick. */
  public void awaitCalm() throws IOException, InterruptedException {
    long endMs = nowMs() + CALM_MS_MAX;
    long overruns = desk.status().path("overruns").asLong(0);
    long sinceMs = nowMs();
    while (nowMs() - sinceMs < CALM_MS && nowMs() < endMs) {
      Thread.sleep(LOOK_MS);
      long now = desk.status().path("overruns").asLong(0);
      if (now != overruns) {
        overruns = now;
        sinceMs = nowMs();
      }
    }
  }

  /**
   * Resets and arms. A fault on the way is counted by the controller and met by another try, and so
   * is an interlock, by which the machine is disarmed again without a fault (a host that is often
   * late has one).
   */
  public void arm() throws IOException, InterruptedException {
    for (int attempt = 1; true; attempt++) {
      awaitBoard();
      await("nothing in the way of a reset", REST_MS, s -> s.path("interlock").isNull());
      if (!asked(attempt)) {
        continue;
      }
      AtomicBoolean begun = new AtomicBoolean();
      JsonNode status =
          await(
              "the machine to be armed",
              ARMED_MS,
              s -> is(s, "mode", "armed") || isLatched(s) || isDisarmedAgain(s, begun));
      if (is(status, "mode", "armed")) {
        return;
      }
      if (isLatched(status)) {
        tellFault(status);
      } else {
        say.accept("disarmed again by an interlock");
      }
      if (attempt == ATTEMPTS) {
        throw new IOException("the machine could not be armed in " + ATTEMPTS + " attempts");
      }
    }
  }

  /** An interlock may open after the look and close again: then the key is pressed once more. */
  private boolean asked(int attempt) throws IOException {
    try {
      desk.order(ControllerDesk.request("reset"));
      desk.order(ControllerDesk.request("arm"));
      return true;
    } catch (ControllerDesk.Refused e) {
      if (attempt >= ATTEMPTS) {
        throw e;
      }
      say.accept(e.getMessage());
      return false;
    }
  }

  private static boolean isDisarmedAgain(JsonNode status, AtomicBoolean begun) {
    boolean disarmed = is(status, "mode", "disarmed");
    begun.compareAndSet(false, !disarmed);
    return begun.get() && disarmed;
  }

  /**
   * Waits until the controller is at rest, armed or not, and the plant makes no stroke any more.
   */
  public void awaitRest() throws IOException, InterruptedException {
    await(
        "the needle to be parked",
        REST_MS,
        s -> is(s, "mode", "armed") || is(s, "mode", "disarmed"));
    long strokes = strokes();
    long sinceMs = nowMs();
    while (nowMs() - sinceMs < STILL_MS) {
      Thread.sleep(LOOK_MS);
      long now = strokes();
      if (now != strokes) {
        strokes = now;
        sinceMs = nowMs();
      }
    }
  }

  /** Says, and answers, which fault is latched, with what was measured and what is allowed. */
  public String tellFault(JsonNode status) {
    String told =
        "fault: "
            + status.path("faultText").asString("")
            + " (value "
            + status.path("verdictValue").asString("none")
            + ", limit "
            + status.path("verdictLimit").asString("none")
            + ")";
    say.accept(told);
    return told;
  }

  /** Whether a fault is latched. */
  public static boolean isLatched(JsonNode status) {
    return !status.path("fault").isNull();
  }

  /** Whether a word of the status has that value. */
  public static boolean is(JsonNode status, String key, String value) {
    return status.path(key).asString("").equals(value);
  }

  /**
   * Looks at the controller's status again and again.
   *
   * @return the first status of which it holds
   * @throws IOException when it does not within the time
   */
  public JsonNode await(String what, long limitMs, Predicate<JsonNode> holds)
      throws IOException, InterruptedException {
    long untilMs = nowMs() + limitMs;
    JsonNode status = desk.status();
    while (!holds.test(status)) {
      if (nowMs() > untilMs) {
        throw new IOException(
            "waited "
                + limitMs / 1000
                + " s in vain for "
                + what
                + "; the controller is "
                + status);
      }
      Thread.sleep(LOOK_MS);
      status = desk.status();
    }
    return status;
  }

  private long strokes() throws IOException {
    return board.status().path("strokes").asLong(0);
  }

  private static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }
}
