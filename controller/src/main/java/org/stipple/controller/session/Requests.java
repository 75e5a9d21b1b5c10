package org.stipple.controller.session;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.profile.Limits;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/**
 * Everything a person can ask for, from the panel or the command line. Any cold thread; each call
 * waits for its outcome, at most a few seconds.
 */
public final class Requests {

  private final CommandDesk desk;
  private final Keeper keeper;
  private final Asker asker;
  private final Mounting mounting;
  private final Planning planning;

  /** Puts the requests before one machine of these limits. */
  public Requests(CommandDesk desk, Keeper keeper, Limits machine) {
    this.desk = desk;
    this.keeper = keeper;
    asker = new Asker(desk, keeper);
    mounting = new Mounting(this, keeper, asker, machine);
    planning = new Planning(keeper, keeper.book(), asker);
  }

  /** Everything about cartridges and presets. */
  public Mounting mounting() {
    return mounting;
  }

  /** Everything about the course of treatment. */
  public Planning planning() {
    return planning;
  }

  /** The latest status. */
  public Status status() {
    return keeper.status();
  }

  /** How late the loop's ticks came and how long they took; see {@link LoopGauge#histograms}. */
  public Map<String, String> loopHistograms() {
    return keeper.gauge().histograms();
  }

  /** What may be asked for with what is mounted. */
  public Limits limits() {
    return mounting.limits();
  }

  /** Makes the machine ready for the pedal. */
  public Answer arm() {
    return arm(() -> false);
  }

  /**
   * Makes the machine ready for the pedal.
   *
   * @param tooLate asked once more when all is looked at: then nobody may mean it any longer
   */
  public Answer arm(BooleanSupplier tooLate) {
    return Asker.refusing(() -> asker.arm(tooLate));
  }

  /** Retracts, parks and makes safe. */
  public Answer disarm() {
    return asker.send(OperatorCommand.Disarm::new, "disarming");
  }

  /** Stops now. */
  public Answer stop() {
    return asker.send(OperatorCommand.Stop::new, "stopped");
  }

  /** Stops now, and waits for no answer. */
  public void stopNow() {
    desk.stopNow();
  }

  /**
   * Tells whether anybody can see the screen that armed the machine; waits for no answer.
   *
   * @return whether it was taken; where not, the queue is full and it has to be told again
   */
  public boolean attend(boolean seen) {
    return desk.offer(id -> new OperatorCommand.Attend(id, seen));
  }

  /** Clears the fault latch. */
  public Answer reset() {
    return asker.send(OperatorCommand.Reset::new, "reset");
  }

  /** Somebody has seen that occurrence of the alarm. */
  public Answer acknowledge(long occurrence) {
    return asker.send(
        id -> new OperatorCommand.Acknowledge(id, occurrence),
        "alarm " + occurrence + " acknowledged: it makes no more sound; reset clears the latch");
  }

  /** The alarm is silent for 120 s. */
  public Answer pauseSound() {
    return asker.send(OperatorCommand.PauseSound::new, "sound paused for 120 s");
  }

  /** Sets the needle frequency, Hz. */
  public Answer setFrequency(double hz) {
    Limits limits = limits();
    if (!(hz >= limits.frequencyHzMin() && hz <= limits.frequencyHzMax())) {
      return Answer.refused(
          "%s Hz is outside %s to %s Hz"
              .formatted(hz, limits.frequencyHzMin(), limits.frequencyHzMax()));
    }
    return asker.send(
        id -> new OperatorCommand.SetFrequency(id, hz), "frequency set to " + hz + " Hz");
  }

  /** Lets the needle give way beyond that torque of the motor, mNm; 0 = no such limit. */
  public Answer setTorque(double mnm) {
    if (mnm != 0 && !(mnm >= Limits.TORQUE_MNM_MIN && mnm <= Limits.TORQUE_MNM_MAX)) {
      return Answer.refused(
          "%s mNm is outside %s to %s mNm; or off"
              .formatted(mnm, Limits.TORQUE_MNM_MIN, Limits.TORQUE_MNM_MAX));
    }
    return asker.send(
        id -> new OperatorCommand.SetTorque(id, mnm),
        mnm == 0 ? "the needle does not give way" : "the needle gives way beyond " + mnm + " mNm");
  }

  /** Sets the depth, mm. */
  public Answer setDepth(double mm) {
    Limits limits = limits();
    if (!(mm >= limits.depthMmMin() && mm <= limits.depthMmMax())) {
      return Answer.refused(
          "%s mm is outside %s to %s mm".formatted(mm, limits.depthMmMin(), limits.depthMmMax()));
    }
    return asker.send(id -> new OperatorCommand.SetDepth(id, mm), "depth set to " + mm + " mm");
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
    return asker.send(id -> new OperatorCommand.SetStrokes(id, mode, strokes, periodS), words);
  }

  /** Opens a session; it allows arming once a cartridge is mounted. */
  public Answer openSession(SessionRequest request) {
    return Asker.refusing(() -> {
      SessionEntry.Opened opened = request.checked();
      return begin(keeper.open(opened, request.course(keeper.book(), opened.client())), " opened");
    });
  }

  /**
   * Goes on with the session that was interrupted last, its counters included.
   *
   * @param client whose session it is, said anew
   */
  public Answer resumeSession(String client) {
    return Asker.refusing(() -> begin(keeper.resume(client), " goes on with the interrupted one"));
  }

  private Answer begin(CompletableFuture<SessionId> opening, String words) {
    String done = "session " + asker.value(opening) + words;
    Optional<String> refusal = asker.clear();
    return new Answer(
        true, refusal.map(why -> done + "; not to be armed yet: " + why).orElse(done));
  }

  /** Closes the session: disarms, waits for rest, writes the counters. */
  public Answer closeSession() {
    if (keeper.status().session().isEmpty()) {
      return Answer.refused("no session is open");
    }
    // Even where the tick stands the record is closed; the board's guards hold the machine then.
    Optional<Outcome> cleared = desk.send(id -> new OperatorCommand.Clear(id, false));
    Answer written =
        asker.await(
            keeper.close(cleared.isPresent()),
            closed ->
                "session "
                    + closed.session()
                    + " closed"
                    + closed.wrong().map(why -> ", but " + why).orElse(""));
    return cleared.isPresent() || !written.done()
        ? written
        : new Answer(false, written.words() + ", but the machine did not answer");
  }

  /**
   * Stands still: disarms, waits for rest, and arms no more until the session goes on.
   *
   * @param why break or cartridge
   */
  public Answer pause(String why) {
    return Asker.refusing(() -> {
      PauseReason reason = asker.value(keeper.pause(PauseReason.of(why.strip())));
      return new Answer(
          true, "session paused (" + reason.label() + "); its timer stands", "paused");
    });
  }

  /** Goes on after a pause. */
  public Answer goOn() {
    return Asker.refusing(() -> {
      double pausedS = asker.value(keeper.goOn());
      String done = String.format(Locale.ROOT, "session goes on after %.0f s", pausedS);
      Optional<String> refusal = asker.clear();
      return new Answer(
          true,
          refusal.map(reason -> done + "; not to be armed yet: " + reason).orElse(done),
          "gone_on");
    });
  }

  /** Moves the work to another zone. */
  public Answer moveTo(String zone) {
    return Asker.refusing(() -> {
      Zone moved = asker.value(keeper.moveTo(Zone.of(zone.strip())));
      asker.clear();
      return new Answer(true, "zone " + moved);
    });
  }

  /** Lets a bench arm without a session. */
  public void beginBench() {
    asker.clear();
  }
}
