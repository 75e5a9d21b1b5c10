package org.stipple.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.controller.profile.Timing;
import org.stipple.controller.safety.Fault;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.Practitioner;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Rig;
import tools.jackson.databind.JsonNode;

/** A UART of 250000 baud over a real pty that damages bytes: real processes, real time. */
@Timeout(240)
class DamagedLineTest {

  /** What is queued on the board ahead of time outlasts anything shorter, ms. */
  private static final double STANDSTILL_MS = Timing.uart().leadMs();

  private static final int ATTEMPTS = 3;

  @TempDir private Path folder;

  @Test
  void h8OneByteInTwoThousandForHalfAMinuteCostsNoStrokeAndNoFault() throws Exception {
    try (Rig rig = Rig.start(folder, new BoardChoice("avr", 0.05))) {
      rig.practitioner().awaitBoard();
      ScriptedSession.Outcome outcome = sessionInTime(rig);
      long damaged = rig.board().status().path("damagedBytes").asLong();
      System.out.printf(
          "%d strokes, %d bytes damaged, %d faults%n",
          outcome.strokesPlant(), damaged, outcome.faults());
      assertThat(damaged).isGreaterThan(100);
      assertThat(outcome.trips()).isEmpty();
      assertThat(outcome.faults()).isZero();
      assertThat(outcome.strokesPlant()).isGreaterThan(1000);
      assertThat(outcome.strokesHost()).isEqualTo(outcome.strokesPlant());
    }
  }

  /**
   * Plays a session of half a minute, and another one where the computer was too slow for it. A
   * damaged line cannot make the host late; any other fault is the line's own, unless the computer
   * stood still for longer than the board has orders for.
   */
  private static ScriptedSession.Outcome sessionInTime(Rig rig) throws Exception {
    for (int attempt = 1; true; attempt++) {
      ScriptedSession.Outcome outcome =
          new ScriptedSession(rig.board(), rig.desk(), attempt, ProgressLine.ofThisProcess())
              .play(30);
      System.out.println("attempt " + attempt + ": " + outcome);
      boolean tooSlow = outcome.heldUpMs() >= STANDSTILL_MS || wasOnlyLate(outcome);
      if (outcome.faults() == 0 || !tooSlow || attempt == ATTEMPTS) {
        return outcome;
      }
    }
  }

  private static boolean wasOnlyLate(ScriptedSession.Outcome outcome) {
    return outcome.faults() == outcome.trips().size()
        && outcome.trips().stream().allMatch(trip -> trip.contains(Fault.HOST_LATE.text()));
  }

  @Test
  void h8OneByteInTwentyTripsWithinASecondAndTheLineComesBackWhenItIsSound() throws Exception {
    try (Rig rig = Rig.start(folder, new BoardChoice("avr", 0))) {
      rig.run();
      rig.board().say("corrupt 5");
      rig.practitioner().await("a trip", 1_000, Practitioner::isLatched);
      rig.board().say("corrupt 0");
      rig.board().say("pedal up");
      JsonNode back =
          rig.practitioner()
              .await("the board to be back", 15_000, s -> Practitioner.is(s, "link", "ready"));
      assertThat(back.path("mode").asString("")).isIn("disarmed", "retracting");
      rig.run();
    }
  }
}
