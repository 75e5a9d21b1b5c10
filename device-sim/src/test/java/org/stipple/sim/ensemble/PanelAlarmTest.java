package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What calls somebody, and what answers it: rows P12 and P13. */
@Timeout(120)
@ExtendWith(PanelDays.class)
final class PanelAlarmTest {

  /** How often the banner flashes, Hz: a flash is one turn of its animation; 0 = steady. */
  private static final String FLASHES_HZ =
      """
      () => { const running = document.getAnimations().filter((a) => a.playState === 'running' && a.effect.target.matches('.alarm'));
        return running.length === 0 ? 0 : 1000 / running[0].effect.getComputedTiming().duration; }
      """;

  private static PanelDay day;
  private static PanelPage panel;

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

  private static String alarm(String priority, String name, String marks) {
    return """
    {"alarm": {"priority": "%s", "name": "%s", "marks": "%s", "text": "", "occurrence": 9, "acknowledged": false, "pausedForS": 0}, "trouble": null}
    """
        .formatted(priority, name, marks);
  }

  @Test
  void p12EachPriorityHasItsColourItsMarksItsWordsAndItsPace() {
    Map<String, double[]> paces =
        Map.of(
            "high link_lost !!!", new double[] {1.4, 2.8},
            "medium estop !!", new double[] {0.4, 0.8},
            "low disk_low !", new double[] {0, 0});
    paces.forEach((words, pace) -> {
      String[] of = words.split(" ");
      panel.show(alarm(of[0], of[1], of[2]));
      assertThat(panel.number(FLASHES_HZ).doubleValue()).as(words).isBetween(pace[0], pace[1]);
      assertThat(panel.text(".alarm .marks")).startsWith(of[2]);
      assertThat(panel.text(".alarm .marks").replaceAll("[^!]", "")).isEqualTo(of[2]);
      assertThat(panel.text(".alarm .title")).matches("[A-Z].{5,}");
      assertThat(panel.text(".alarm .text")).matches("[A-Z].{5,}");
      assertThat(panel.isThere(".alarm." + of[0] + " [role=alert]")).isTrue();
    });
    panel.show("{}");
  }

  @Test
  void p12TheHighestComesFirst() {
    panel.show(
        alarm("low", "disk_low", "!")
            .replace("\"trouble\": null", "\"trouble\": \"the disk is full\""));
    assertThat(panel.text(".alarm .marks")).startsWith("!!").contains("+1");
    assertThat(panel.text(".alarm .text")).isEqualTo("the disk is full");
    panel.show(
        alarm("high", "link_lost", "!!!")
            .replace("\"trouble\": null", "\"trouble\": \"the disk is full\""));
    assertThat(panel.text(".alarm .title")).isEqualTo("Board lost");
    panel.show("{}");
  }

  @Test
  void p13WithReducedMotionNothingMovesAndTheAlarmIsToldAllTheSame() throws IOException {
    PanelPage still =
        day.page(
            new Browser.NewContextOptions()
                .setViewportSize(800, 480)
                .setReducedMotion(ReducedMotion.REDUCE),
            "");
    for (String of : new String[] {"high link_lost !!!", "medium estop !!"}) {
      String[] words = of.split(" ");
      still.show(alarm(words[0], words[1], words[2]));
      assertThat(still.number("() => document.getAnimations().length").intValue()).isZero();
      assertThat(still.text(".alarm .marks")).startsWith(words[2]);
      assertThat(still.text(".alarm .title")).isNotBlank();
      String colour =
          (String)
              still
                  .page()
                  .evaluate(
                      "() => getComputedStyle(document.querySelector('.alarm')).backgroundColor");
      assertThat(colour).isNotEqualTo("rgb(8, 11, 15)");
    }
    still.page().close();
  }

  /** The real thing: an e-stop while armed is seen, quieted, released, latched; and comes again. */
  @Test
  void p12AnAlarmCallsUntilItIsSeenAndCallsAgainWhenItComesAgain() throws Exception {
    long first = called();
    panel.untilThere(".alarm #seen:not([disabled])");
    assertThat(panel.isThere("#arm")).isFalse();
    Screen.picture(panel.page(), "panel-estop-800-en");

    panel.tap("#quiet");
    panel.until("() => relay.told.alarm.pausedForS > 0");
    assertThat(panel.number("() => relay.told.alarm.pausedForS").doubleValue())
        .isBetween(60.0, 120.0); // its end is a matter of virtual time: AlarmTest
    panel.until("() => document.querySelector('#quiet').disabled");

    panel.forgetOrders();
    panel.tap("#seen");
    panel.until("() => relay.told.alarm.acknowledged");
    JsonNode seen = panel.orders("acknowledge").getFirst();
    assertThat(seen.path("occurrence").asLong(-1)).isEqualTo(first);
    assertThat(seen.path("id").asString("")).isNotBlank();
    panel.untilThere(".alarm.seen");
    assertThat(panel.number(FLASHES_HZ).doubleValue()).isZero();

    day.rig().board().say("estop closed");
    panel.until("() => relay.told.estopOpen === false");
    panel.untilThere("#reset");
    assertThat(panel.isThere("#arm")).as("a latched fault blocks arming").isFalse();
    Object armed =
        panel
            .page()
            .evaluate("() => import('/link.js').then(l => l.order('arm')).then(a => a.done)");
    assertThat(armed).isEqualTo(false);

    assertThat(called()).isGreaterThan(first);
    panel.untilThere(".alarm:not(.seen)");
    assertThat(panel.number(FLASHES_HZ).doubleValue()).isPositive();
    day.rig().board().say("estop closed");
  }

  /**
   * Arms, and presses the e-stop; answers which occurrence calls. Where this computer was late
   * before that, it is that alarm that calls.
   */
  private static long called() throws Exception {
    day.rig().board().say("estop closed");
    day.rig().practitioner().arm();
    day.rig().board().say("estop open");
    return day.rig()
        .practitioner()
        .await(
            "an alarm that was not seen",
            10_000,
            s -> s.path("alarm").path("acknowledged").asBoolean(true) == false)
        .path("alarm")
        .path("occurrence")
        .asLong(-1);
  }
}
