package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What the page shows of a machine it hears late, in part or not at all, and what the machine does
 * about a page that stands still: rows P5, P7 to P10. In order, since the controller is killed.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(PanelDays.class)
final class PanelLinkTest {

  private static final String DASHES = "– – –";

  /** The long form takes as many minutes as the row says. */
  private static final int CONSTANT_S = Integer.getInteger("panel.constant.s", 60);

  private static final int RECONNECTS_MS = 2_000;

  private static final Pattern SILENT = Pattern.compile("has painted nothing for ([0-9]+) ms");

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

  @Test
  @Order(1)
  void p5NowIsWhatIsMeasuredAndSetIsWhatIsSet() throws Exception {
    day.rig().desk().order(ControllerDesk.request("set-frequency").put("hz", 120));
    panel.until("() => document.querySelector('#hz-set').textContent.includes('120.0')");
    panel.live(60);
    assertThat(panel.text("#hz")).isEqualTo("0.0");
    assertThat(panel.isThere("#hz-set .dash")).as("set is dashed").isTrue();
    assertThat(panel.text("#depth .label")).containsIgnoringCase("estimated");
  }

  @Test
  @Order(2)
  void h30AndP7ATachometerThatFellSilentIsDashesWithin600MsAndTheDepthStaysLive() {
    panel
        .page()
        .evaluate("() => relay.show({ tachSeq: relay.told.tachSeq, depthEstimatedMm: 0.8 })");
    double sinceMs = panel.nowMs();
    while (!panel.text("#hz").equals(DASHES) && panel.nowMs() - sinceMs < 1_000) {
      panel.live(20);
    }
    double tookMs = panel.nowMs() - sinceMs;
    System.out.printf("P7 dashes after %.0f ms of the page's time%n", tookMs);
    assertThat(tookMs).isLessThanOrEqualTo(600);
    assertThat(panel.text("#mm")).isEqualTo("0.80");
    panel.page().evaluate("() => relay.show({ ...relay.over, depthEstimatedMm: 0.93 })");
    panel.live(120);
    assertThat(panel.text("#mm")).isEqualTo("0.93");
    assertThat(panel.text("#hz")).isEqualTo(DASHES);
    panel.show("{}");
    panel.live(60);
    assertThat(panel.text("#hz")).isEqualTo("0.0");
  }

  @Test
  @Order(3)
  void p7AValueThatStaysTheSameStaysFreshWhileItsSamplesComeIn() {
    panel.page().evaluate("() => { relay.cut = true; }");
    for (int ms = 0; ms < CONSTANT_S * 1_000; ms += 400) {
      panel.page().evaluate("() => relay.tick()");
      panel.page().clock().fastForward(400);
      if (panel.text("#hz").equals(DASHES) || panel.isThere("#lost")) {
        throw new AssertionError("stale after " + ms + " ms");
      }
    }
    panel.page().evaluate("() => { relay.cut = false; }");
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
  }

  @Test
  @Order(4)
  void p8ACutLinkIsSaidWithin700MsAndStopStillGoesOut() {
    panel.live(60);
    panel.page().evaluate("() => { relay.cut = true; }");
    double sinceMs = panel.nowMs();
    while (!panel.isThere("#lost") && panel.nowMs() - sinceMs < 1_500) {
      panel.run(10);
    }
    double tookMs = panel.nowMs() - sinceMs;
    System.out.printf("P8 overlay after %.0f ms of the page's time%n", tookMs);
    assertThat(tookMs).isLessThanOrEqualTo(700);
    assertThat(panel.text("#hz") + panel.text("#mm") + panel.text("#done"))
        .as("no value is left")
        .doesNotContainPattern("[0-9]");
    panel.forgetOrders();
    panel.touch(panel.middle("#stop"));
    panel.touch();
    assertThat(panel.orders()).containsExactly("stop");
    assertThat(panel.isThere("#arm:not([disabled])")).isFalse();
    panel.page().evaluate("() => { relay.cut = false; }");
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
  }

  @Test
  @Order(5)
  void p10ASecondTabOnlyWatchesAndTakesNothingOverWhileArmed() throws Exception {
    panel.until("() => document.querySelector('#take') === null");
    PanelPage second = day.page(800, 480, "");
    second.live(100);
    assertThat(second.isThere("#take")).as("at once").isTrue();
    assertThat(second.orders()).as("asks for nothing").isEmpty();
    assertThat(second.isThere("#hz-up:not([disabled])")).isFalse();
    assertThat(second.isThere("#mode:not([disabled])")).isFalse();
    second.tap("#take");
    panel.until("() => document.querySelector('#take') !== null");
    second.until("() => document.querySelector('#take') === null");
    day.rig().practitioner().arm();
    panel.show("{\"mode\": \"armed\"}");
    assertThat(panel.isThere("#take[disabled]")).isTrue();
    panel.show("{}");
    if (panel.takeOver()) {
      // This computer was late and the machine disarmed itself for that: nothing is told.
      assertThat(day.rig().desk().status().path("mode").asString("")).isEqualTo("disarmed");
    }
    day.rig().desk().order(ControllerDesk.request("disarm"));
    day.rig().practitioner().await("disarmed", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
    second.page().close();
    // Who has gone away for three seconds commands no more.
    panel.until("() => document.querySelector('#take:not([disabled])') !== null");
    assertThat(panel.takeOver()).isTrue();
    panel.untilThere("#hz-up:not([disabled])");
  }

  /** A computer with much else to do shows a worse figure than the machine's own: best of three. */
  @Test
  @Order(6)
  void h30AndP9APageThatStandsStillEndsTheArmingButNotThePress() throws Exception {
    long silentMs = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3 && silentMs > 1_500; attempt++) {
      silentMs = Math.min(silentMs, standStill());
    }
    System.out.printf("P9 told %d ms after the last frame%n", silentMs);
    assertThat(silentMs).isBetween(1_000L, 1_500L);
  }

  /**
   * From the last frame to what was told of it, ms; the most there is where it could not be seen.
   */
  private static long standStill() throws Exception {
    Page page = day.screen().open(800, 480, "");
    PanelPage commander = new PanelPage(page);
    Practitioner practitioner = day.rig().practitioner();
    try {
      practitioner.await("disarmed", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
      assertThat(commander.takeOver()).isTrue();
      if (!runs(page)) {
        return Long.MAX_VALUE;
      }
      String before = day.rig().controller().logText();
      page.evaluate(
          "() => { setTimeout(() => { const end = performance.now() + 5000; while (performance.now() < end); }, 0); }");
      JsonNode then = practitioner.await("an alarm", 15_000, s -> !s.path("alarm").isNull());
      if (!then.path("alarm").path("name").asString("").equals("panel_silent")) {
        return Long.MAX_VALUE; // this computer was late itself: nothing is told of the page
      }
      assertThat(Practitioner.is(then, "mode", "running")).as("the press goes on").isTrue();
      day.rig().board().say("pedal up");
      practitioner.awaitRest();
      day.rig().board().say("pedal down");
      JsonNode pressed =
          practitioner.await("the press", 5_000, s -> s.path("pedalPressed").asBoolean(false));
      assertThat(Practitioner.is(pressed, "mode", "running")).as("the next press").isFalse();
      assertThat(day.rig().board().status().path("driveOn").asBoolean(true)).isFalse();
      return SILENT
          .matcher(day.rig().controller().logText().substring(before.length()))
          .results()
          .mapToLong(told -> Long.parseLong(told.group(1)))
          .findFirst()
          .orElseThrow();
    } finally {
      day.rig().board().say("pedal up");
      page.close();
    }
  }

  /** Armed by that page and run by the pedal; false where this computer was too late for it. */
  private static boolean runs(Page page) throws Exception {
    Practitioner practitioner = day.rig().practitioner();
    practitioner.awaitBoard();
    practitioner.await("calm", 10_000, s -> s.path("interlock").isNull());
    for (String order : List.of("reset", "arm")) {
      page.evaluate("name => import('/link.js').then(l => l.order(name))", order);
    }
    JsonNode armed =
        practitioner.await(
            "armed or not",
            15_000,
            s -> Practitioner.is(s, "mode", "armed") || Practitioner.is(s, "mode", "disarmed"));
    day.rig().board().say("pedal down");
    JsonNode run =
        practitioner.await(
            "running or not",
            5_000,
            s -> s.path("frequencyHz").asDouble(0) > 50 || Practitioner.is(s, "mode", "disarmed"));
    return Practitioner.is(armed, "mode", "armed") && Practitioner.is(run, "mode", "running");
  }

  @Test
  @Order(7)
  void p8AnotherLifeOfTheControllerIsTakenWholeAndNothingOfTheOldOneSurvives() throws Exception {
    day.session();
    day.rig().desk().order(ControllerDesk.request("set-frequency").put("hz", 137));
    panel.until("() => document.querySelector('#hz-set').textContent.includes('137')");
    day.restart();
    panel.until("() => document.querySelector('#lost') !== null");
    assertThat(panel.text("#app")).doesNotContain("137");
    double sinceMs = panel.nowMs();
    for (int i = 0; i < 600 && panel.isThere("#lost"); i++) {
      panel.run(10);
      // The network takes the time of this computer, none of the page's.
      if (!panel.is("() => relay.open()")) {
        continue;
      }
      panel.hear();
    }
    double tookMs = panel.nowMs() - sinceMs;
    System.out.printf("P8 back after %.0f ms of the page's time%n", tookMs);
    assertThat(tookMs).isLessThanOrEqualTo(RECONNECTS_MS);
    assertThat(panel.text("#app")).doesNotContain("137");
    assertThat(panel.is("() => relay.kinds.includes('snapshot')")).isTrue();
    day.resume();
  }
}
