package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * A press is a tap of so many strokes and one dot, and no dot is lost: row P15. The plant's own
 * count is the judge. A tap that this computer was late for was cut off, as it must be, and does
 * not count.
 */
@Timeout(300)
@ExtendWith(PanelDays.class)
final class PanelDotsTest {

  private static final int TAPS = Integer.getInteger("panel.taps", 50);

  /** On a computer with much else to do many a press is cut off; then fewer have to do. */
  private static final int TAPS_MIN = TAPS / 10;

  private static final long PATIENCE_NS = TAPS * 2_000_000_000L;

  private static final int STROKES = 3;

  private static PanelDay day;
  private static PanelPage panel;
  private static int whole;

  @BeforeAll
  static void start(PanelDay today) throws Exception {
    day = today;
    day.session();
    panel = day.commander();
  }

  @AfterAll
  static void stop() {
    panel.page().close();
  }

  private static boolean isArmed() throws InterruptedException {
    try {
      if (!Practitioner.is(day.rig().desk().status(), "mode", "armed")) {
        day.rig()
            .practitioner()
            .await("disarmed", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
        day.rig().practitioner().arm();
      }
      return true;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return false;
    }
  }

  private static long strokes() throws IOException {
    return day.rig().board().status().path("strokes").asLong(-1);
  }

  /** One press; false where it was cut off. */
  private static boolean tap() throws Exception {
    if (!isArmed()) {
      return false;
    }
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
    if (after.path("faultOccurrence").asLong(-1) != faults
        || then.path("taps").asLong(-1) == taps) {
      return false;
    }
    assertThat(strokes() - before).as("strokes of tap %d", whole).isEqualTo(STROKES);
    return true;
  }

  @Test
  void p15EveryPressIsThreeStrokesAndADotThatOutlivesPageAndController() throws Exception {
    long dotsBefore = told().path("dots").asLong(0);
    long tapsBefore = told().path("taps").asLong(0);
    panel.tap("#mode");
    panel.untilThere("#taps-" + STROKES);
    panel.tap("#taps-" + STROKES);
    panel.until("() => relay.told.strokeMode === 'taps' && relay.told.tapStrokes === " + STROKES);
    long untilNs = System.nanoTime() + PATIENCE_NS;
    int cut = 0;
    while (whole < TAPS && System.nanoTime() < untilNs) {
      if (tap()) {
        whole++;
      } else {
        cut++;
      }
    }
    assertThat(whole)
        .as("taps that were not cut off, of %d", whole + cut)
        .isGreaterThanOrEqualTo(TAPS_MIN);
    JsonNode told = told();
    long dots = told.path("dots").asLong(-1);
    System.out.printf(
        "P15 %d taps of %d strokes and %d that were cut off: %d dots%n",
        whole, STROKES, cut, dots - dotsBefore);
    assertThat(dots - dotsBefore).isBetween((long) whole, (long) whole + cut);
    assertThat(told.path("taps").asLong(-1) - tapsBefore).isEqualTo(dots - dotsBefore);
    untilDots(dots);

    panel.page().reload();
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
    untilDots(dots);

    day.restart();
    day.resume();
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
    untilDots(dots);
  }

  private static JsonNode told() throws IOException {
    return day.rig().desk().status().path("session").path("zones").path("crown");
  }

  private static void untilDots(long dots) {
    panel.until(
        "() => relay.told.session?.zones?.crown?.dots === %d && document.querySelector('#done').textContent === '%d'"
            .formatted(dots, dots));
  }
}
