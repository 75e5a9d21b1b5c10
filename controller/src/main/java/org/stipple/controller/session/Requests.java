package org.stipple.controller.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.profile.Limits;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Zone;

/**
 * Everything a person can ask for, from the panel or the command line. Any cold thread; each call
 * waits for its outcome, at most a few seconds.
 */
public final class Requests {

  /** Longer than the keeper waits for the machine to rest. */
  private static final long SESSION_WAIT_S = 6;

  private final CommandDesk desk;
  private final Keeper keeper;
  private final Limits limits;

  /** Puts the requests before one machine. */
  public Requests(CommandDesk desk, Keeper keeper, Limits limits) {
    this.desk = desk;
    this.keeper = keeper;
    this.limits = limits;
  }

  /** The latest status. */
  public Status status() {
    return keeper.status();
  }

  /** How late the loop's ticks came and how long they took; see {@link LoopGauge#histograms}. */
  public Map<String, String> loopHistograms() {
    return keeper.gauge().histograms();
  }

  /** What may be asked for. */
  public Limits limits() {
    return limits;
  }

  /** Makes the machine ready for the pedal. */
  public Answer arm() {
    return send(OperatorCommand.Arm::new, "arming");
  }

  /** Retracts, parks and makes safe. */
  public Answer disarm() {
    return send(OperatorCommand.Disarm::new, "disarming");
  }

  /** Stops now. */
  public Answer stop() {
    return send(OperatorCommand.Stop::new, "stopped");
  }

  /** Clears the fault latch. */
  public Answer reset() {
    return send(OperatorCommand.Reset::new, "reset");
  }

  /** Sets the needle frequency, Hz. */
  public Answer setFrequency(double hz) {
    if (!(hz >= limits.frequencyHzMin() && hz <= limits.frequencyHzMax())) {
      return Answer.refused(
          "%s Hz is outside %s to %s Hz"
              .formatted(hz, limits.frequencyHzMin(), limits.frequencyHzMax()));
    }
    return send(id -> new OperatorCommand.SetFrequency(id, hz), "frequency set to " + hz + " Hz");
  }

  /** Lets the needle give way beyond that torque of the motor, mNm; 0 = no such limit. */
  public Answer setTorque(double mnm) {
    if (mnm != 0 && !(mnm >= Limits.TORQUE_MNM_MIN && mnm <= Limits.TORQUE_MNM_MAX)) {
      return Answer.refused(
          "%s mNm is outside %s to %s mNm; or off"
              .formatted(mnm, Limits.TORQUE_MNM_MIN, Limits.TORQUE_MNM_MAX));
    }
    return send(
        id -> new OperatorCommand.SetTorque(id, mnm),
        mnm == 0 ? "the needle does not give way" : "the needle gives way beyond " + mnm + " mNm");
  }

  /** Sets the depth, mm. */
  public Answer setDepth(double mm) {
    if (!(mm >= limits.depthMmMin() && mm <= limits.depthMmMax())) {
      return Answer.refused(
          "%s mm is outside %s to %s mm".formatted(mm, limits.depthMmMin(), limits.depthMmMax()));
    }
    return send(id -> new OperatorCommand.SetDepth(id, mm), "depth set to " + mm + " mm");
  }

  /**
   * Sets what a press of the pedal means.
   *
   * @param label continuous, taps, pulsed, latched or priming
   * @param strokes of a tap, 1 to 50
   * @param periodS from tap to tap while the pedal is held, 0.2 to 10 s
   */
  public Answer setStrokes(String label, int strokes, double periodS) {
    StrokeMode mode;
    try {
      mode = StrokeMode.of(label);
    } catch (IllegalArgumentException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
    if (mode.taps() && (strokes < 1 || strokes > Limits.TAP_STROKES_MAX)) {
      return Answer.refused(
          "%d strokes a tap: allowed 1 to %d".formatted(strokes, Limits.TAP_STROKES_MAX));
    }
    if (mode == StrokeMode.PULSED
        && !(periodS >= Limits.TAP_PERIOD_S_MIN && periodS <= Limits.TAP_PERIOD_S_MAX)) {
      return Answer.refused(
          "a tap every %s s: allowed %s to %s s"
              .formatted(periodS, Limits.TAP_PERIOD_S_MIN, Limits.TAP_PERIOD_S_MAX));
    }
    String words =
        switch (mode) {
          case TAPS -> "a press makes %d strokes".formatted(strokes);
          case PULSED -> "a held pedal makes %d strokes every %s s".formatted(strokes, periodS);
          case CONTINUOUS -> "the needle runs while the pedal is down";
          case LATCHED -> "a press starts the needle, the next one stops it";
          case PRIMING -> "the needle runs while the pedal is down; its strokes are no dots";
        };
    return send(id -> new OperatorCommand.SetStrokes(id, mode, strokes, periodS), words);
  }

  /** Opens a session, which allows arming. */
  public Answer openSession(SessionRequest request) {
    SessionEntry.Opened opened;
    try {
      opened = request.checked();
    } catch (IllegalArgumentException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
    Answer written = await(keeper.open(opened), id -> "session " + id + " opened");
    if (!written.done()) {
      return written;
    }
    Answer cleared = send(id -> new OperatorCommand.Clear(id, true), written.words());
    if (cleared.done()) {
      return cleared;
    }
    Answer undone = await(keeper.close(false), id -> "session " + id + " was closed again");
    return new Answer(false, cleared.words() + "; " + undone.words());
  }

  /** Closes the session: disarms, waits for rest, writes the counters. */
  public Answer closeSession() {
    if (keeper.status().session().isEmpty()) {
      return Answer.refused("no session is open");
    }
    // Even where the tick stands the record is closed; the board's guards hold the machine then.
    Optional<Outcome> cleared = desk.send(id -> new OperatorCommand.Clear(id, false));
    Answer written = await(keeper.close(cleared.isPresent()), id -> "session " + id + " closed");
    return cleared.isPresent() || !written.done()
        ? written
        : new Answer(false, written.words() + ", but the machine did not answer");
  }

  /** Moves the work to another zone. */
  public Answer moveTo(String zone) {
    Zone wanted;
    try {
      wanted = Zone.of(zone.strip());
    } catch (IllegalArgumentException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
    return await(keeper.moveTo(wanted), moved -> "zone " + moved);
  }

  private Answer send(LongFunction<OperatorCommand> make, String done) {
    return desk.send(make)
        .map(outcome -> outcome == Outcome.DONE ? new Answer(true, done) : refusal(outcome))
        .orElse(new Answer(false, "no answer from the machine's loop; see the log"));
  }

  /** The outcome's words and, where something stands in the way, what it is. */
  private Answer refusal(Outcome outcome) {
    Status status = keeper.status();
    String detail =
        switch (outcome) {
          case LATCHED -> " (" + status.safety().fault().text() + ")";
          case INTERLOCKED -> " (" + status.safety().interlock().text() + ")";
          case DONE,
              NO_SESSION,
              PEDAL_DOWN,
              NOT_DISARMED,
              OUT_OF_LIMITS,
              NOT_STANDING,
              NOT_ALLOWED,
              NOT_FITTED,
              BUSY ->
              "";
        };
    return Answer.refused(outcome.text() + detail);
  }

  private static <T> Answer await(CompletableFuture<T> future, Function<T, String> words) {
    try {
      return new Answer(true, words.apply(future.get(SESSION_WAIT_S, TimeUnit.SECONDS)));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return Answer.refused(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    } catch (TimeoutException _) {
      return new Answer(false, "no answer from the keeper; see the log");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer(false, "interrupted");
    }
  }
}
