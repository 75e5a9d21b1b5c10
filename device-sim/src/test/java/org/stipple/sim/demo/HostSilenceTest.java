package org.stipple.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.sim.ensemble.Hoarder;
import org.stipple.sim.ensemble.Practitioner;
import org.stipple.sim.ensemble.Rig;
import org.stipple.sim.ensemble.Silence;
import tools.jackson.databind.JsonNode;

/**
 * What a board does whose host falls silent while the needle runs, and what the host does when it
 * or its line comes back: real processes, real signals. All times of the drive are the board's own.
 */
@Timeout(120)
class HostSilenceTest {

  private static final long NOTICED_MS_MAX = 100;
  private static final Pattern LINK_ABSENT =
      Pattern.compile("(?m)^(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) .*link absent");

  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = Rig.start(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void h16KillMinusNineOfTheControllerTurnsTheDriveOffWithin100MsAndStandsStillWithin200()
      throws Exception {
    for (int repetition = 0; repetition < 3; repetition++) {
      rig.run();
      Rig.signal("KILL", rig.controller().pid());
      expectStandstill();
      rig.board().say("pedal up");
      assertThat(rig.controller().awaitEnd(2_000)).isTrue();
      rig.ensemble().startController();
      rig.awaitReady();
    }
  }

  @Test
  void h15AFrozenControllerTurnsTheDriveOffAndMovesNothingWhenItThaws() throws Exception {
    rig.run();
    Rig.signal("STOP", rig.controller().pid());
    expectStandstill();
    long strokes = rig.board().status().path("strokes").asLong();

    Rig.signal("CONT", rig.controller().pid());
    JsonNode latched =
        rig.practitioner()
            .await(
                "a latched fault, disarmed",
                5_000,
                s -> Practitioner.isLatched(s) && Practitioner.is(s, "mode", "disarmed"));
    assertThat(latched.path("armed").asBoolean()).isFalse();

    // The pedal is still down: if anything stale could move the needle, it would be now.
    long untilNs = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() < untilNs) {
      JsonNode status = rig.board().status();
      assertThat(status.path("strokes").asLong()).isEqualTo(strokes);
      assertThat(status.path("driveOn").asBoolean()).isFalse();
      Thread.sleep(10);
    }
  }

  @Test
  void h15AFreezeOf300MsEndsByTheGuardAndTheHostSaysSoAfterwards() throws Exception {
    rig.run();
    Rig.signal("STOP", rig.controller().pid());
    Thread.sleep(300);
    Rig.signal("CONT", rig.controller().pid());
    expectStandstill();
    JsonNode latched =
        rig.practitioner()
            .await(
                "a latched fault, disarmed",
                5_000,
                s -> Practitioner.isLatched(s) && Practitioner.is(s, "mode", "disarmed"));
    System.out.println("the host says: " + latched.path("faultText").asString(""));
    assertThat(latched.path("faultText").asString("")).isNotEmpty();
    // The loop's own times are looked at once a second.
    JsonNode told =
        rig.practitioner()
            .await("its own lateness told", 5_000, s -> s.path("latenessUsMax").asDouble() > 290e3);
    assertThat(told.path("latenessUsMax").asDouble()).isLessThan(5e6);
  }

  @Test
  void h16AControllerOutOfMemoryEndsItselfAndTheGuardStopsTheNeedle() throws Exception {
    rig.run();
    Hoarder.sendInto(rig.controller().pid(), folder);
    assertThat(rig.controller().awaitEnd(20_000)).as("it ends").isTrue();
    expectStandstill();
    assertThat(rig.controller().logText()).contains("java.lang.OutOfMemoryError");
    assertThat(rig.controller().exitCode()).isEqualTo(Hoarder.EXIT_OUT_OF_MEMORY);

    rig.board().say("pedal up");
    rig.ensemble().startController();
    rig.awaitReady();
  }

  @Test
  void h7APulledPlugIsNoticedWithin100MsAndComesBackReadyAndDisarmed() throws Exception {
    rig.run();
    LocalTime before = LocalTime.now(ZoneId.systemDefault());
    rig.board().say("unplug");
    Matcher noticed =
        Rig.awaitThat(
            "the controller's word that the line is gone",
            2_000,
            () -> LINK_ABSENT.matcher(rig.controller().logText()),
            // The self-test before arming takes the board away, too: only what came after counts.
            absent -> findFrom(before, absent));
    long afterMs = before.until(LocalTime.parse(noticed.group(1)), ChronoUnit.MILLIS);
    assertThat(afterMs).as("noticed after ms").isBetween(-1L, NOTICED_MS_MAX);
    expectStandstill();

    rig.board().say("plug");
    JsonNode back =
        rig.practitioner()
            .await("the board to be back", 10_000, s -> Practitioner.is(s, "link", "ready"));
    assertThat(back.path("mode").asString("")).isEqualTo("disarmed");
    assertThat(Practitioner.isLatched(back)).isTrue();
    assertThat(rig.board().status().path("driveOn").asBoolean()).isFalse();
  }

  private static boolean findFrom(LocalTime earliest, Matcher found) {
    while (found.find()) {
      if (!LocalTime.parse(found.group(1)).isBefore(earliest)) {
        return true;
      }
    }
    return false;
  }

  private void expectStandstill() throws Exception {
    Silence silence = Silence.await(rig.board());
    System.out.println(silence);
    assertThat(silence.driveOffMs()).isBetween(0.0, Silence.DRIVE_OFF_MS_MAX);
    assertThat(silence.standstillMs()).isBetween(0.0, Silence.STANDSTILL_MS_MAX);
    assertThat(silence.strokes()).isBetween(0L, Silence.STROKES_MAX);
  }
}
