package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A press is a tap of so many strokes and one dot, and no dot is lost: row P15. The plant's own
 * count is the judge. A tap that this computer was late for was cut off, as it must be, and does
 * not count.
 */
@Timeout(300)
@EnabledIf("org.stipple.sim.ensemble.PanelDay#isPossible")
final class PanelDotsTest {

  private static final int TAPS = Integer.getInteger("panel.taps", 50);
  private static final int STROKES = 3;

  @TempDir private static Path folder;

  private static PanelDay day;
  private static PanelPage panel;
  private static int whole;

  @BeforeAll
  static void start() throws Exception {
    day = PanelDay.begin(folder);
    day.rig().desk().openSession("0418", "crown");
    panel = day.page(800, 480, "");
    panel.until("() => document.querySelector('#take') === null");
  }

  @AfterAll
  static void stop() {
    if (day != null) {
      day.close();
    }
  }

  private static void arm() throws Exception {
    if (!Practitioner.is(day.rig().desk().status(), "mode", "armed")) {
      day.rig().practitioner().await("disarmed", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
      day.rig().practitioner().arm();
    }
  }

  private static long strokes() throws IOException {
    return day.rig().board().status().path("strokes").asLong(-1);
  }

  /** One press; false where it was cut off. */
  private static boolean tap() throws Exception {
    arm();
    long faults = day.rig().desk().status().path("faultOccurrence").asLong(-1);
    long taps = day.rig().desk().status().path("taps").asLong(-1);
    long before = strokes();
    day.rig().board().say("pedal down");
    JsonNode then =
        day.rig()
            .practitioner()
            .await(
                "the tap",
                8_000,
                s ->
                    s.path("taps").asLong(-1) > taps
                        || s.path("faultOccurrence").asLong(-1) != faults
                        || Practitioner.is(s, "mode", "disarmed"));
    day.rig().board().say("pedal up");
    day.rig().practitioner().awaitRest();
    JsonNode after = day.rig().desk().status();
    if (after.path("faultOccurrence").asLong(-1) != faults || then.path("taps").asLong(-1) == taps) {
      return false;
    }
    assertThat(strokes() - before).as("strokes of tap %d", whole).isEqualTo(STROKES);
    return true;
  }

  @Test
  void p15EveryPressIsThreeStrokesAndADotThatOutlivesPageAndController() throws Exception {
    arm();
    panel.tap("#mode");
    panel.untilThere("#taps-" + STROKES);
    panel.tap("#taps-" + STROKES);
    panel.until("() => relay.told.strokeMode === 'taps' && relay.told.tapStrokes === " + STROKES);
    for (int press = 0; whole < TAPS && press < 2 * TAPS; press++) {
      if (tap()) {
        whole++;
      }
    }
    assertThat(whole).as("taps that were not cut off").isEqualTo(TAPS);
    JsonNode told = day.rig().desk().status().path("session").path("zones").path("crown");
    long dots = told.path("dots").asLong(-1);
    System.out.printf("P15 %d taps of %d strokes, %d dots%n", whole, STROKES, dots);
    assertThat(dots).isGreaterThanOrEqualTo(TAPS);
    if (told.path("taps").asLong(-1) == TAPS) { // none was cut off
      assertThat(dots).isEqualTo(TAPS);
      assertThat(told.path("tapMiscounts").asLong(-1)).isZero();
    }
    untilDots(dots);

    panel.page().reload();
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
    untilDots(dots);

    day.rig().controller().kill();
    day.rig().ensemble().startController();
    day.rig().awaitReady();
    day.rig().practitioner().awaitBoard();
    day.rig().desk().order(ControllerDesk.request("session-resume").put("client", "0418"));
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
    untilDots(dots);
  }

  private static void untilDots(long dots) {
    panel.until(
        "() => relay.told.session?.zones?.crown?.dots === %d && document.querySelector('#done').textContent === '%d'"
            .formatted(dots, dots));
  }
}
