package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What fingers do on the glass: rows P3, P4, P6 and P11, on the page's own clock. */
@Timeout(120)
@ExtendWith(PanelDays.class)
final class PanelTouchTest {

  /** A machine that could be armed, whatever the real one is busy with. */
  private static final String READY =
      """
      {"mode": "disarmed", "fault": null, "interlock": null, "armingRefusal": null, "alarm": null, "selfTest": null}
      """;

  private static final String ARMED =
      """
      {"mode": "armed", "fault": null, "interlock": null, "armingRefusal": null, "alarm": null, "selfTest": null}
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

  @BeforeEach
  void ready() {
    panel.until("() => document.querySelector('#take') === null");
    panel.show(READY);
    panel.untilThere("#arm:not([disabled])");
    panel.forgetOrders();
  }

  @Test
  void p4AHoldOfASecondArms() {
    panel.touch(panel.middle("#arm"));
    panel.run(999);
    assertThat(panel.orders()).isEmpty();
    panel.run(2);
    assertThat(panel.orders()).containsExactly("arm");
    panel.touch();
  }

  @Test
  void p4AReleaseAfterNineTenthsDoesNot() {
    panel.touch(panel.middle("#arm"));
    panel.run(900);
    panel.touch();
    panel.run(2_000);
    assertThat(panel.orders()).isEmpty();
  }

  @Test
  void p4AFingerThatSlidesOffDoesNot() {
    PanelPage.Spot on = panel.middle("#arm");
    panel.touch(on);
    panel.run(300);
    panel.slide(new PanelPage.Spot(on.x() - 120, on.y()));
    panel.run(100);
    panel.slide(on);
    panel.run(2_000);
    panel.touch();
    assertThat(panel.orders()).isEmpty();
  }

  @Test
  void p4TwoFingersDoNot() {
    PanelPage.Spot on = panel.middle("#arm");
    PanelPage.Spot beside = new PanelPage.Spot(on.x() + 12, on.y() + 12);
    PanelPage.Spot elsewhere = panel.middle("#freq");
    for (PanelPage.Spot second : List.of(beside, elsewhere)) {
      panel.touch(on, second);
      panel.run(2_000);
      panel.touch();
      panel.touch(on);
      panel.run(500);
      panel.touch(on, second);
      panel.run(2_000);
      panel.touch();
    }
    assertThat(panel.orders()).isEmpty();
  }

  @Test
  void p4ADoubleTapDoesNot() {
    for (int i = 0; i < 2; i++) {
      panel.touch(panel.middle("#arm"));
      panel.run(60);
      panel.touch();
      panel.run(60);
    }
    panel.run(2_000);
    assertThat(panel.orders()).isEmpty();
  }

  @Test
  void p4NoKeyOfAnArmedMachineRunsTheNeedle() throws Exception {
    panel.show(ARMED);
    long before = day.rig().board().status().path("strokes").asLong(-1);
    List<String> keys = List.of("#hz-up", "#hz-down", "#mm-up", "#mm-down", "#disarm", "#stop");
    for (String key : keys) {
      panel.tap(key);
    }
    panel.tap("#mode");
    panel.untilThere("#priming");
    panel.tap("#back");
    assertThat(Set.copyOf(panel.orders()))
        .containsExactlyInAnyOrder("frequency", "depth", "disarm", "stop");
    assertThat(day.rig().board().status().path("strokes").asLong(-1)).isEqualTo(before);
    assertThat(day.rig().board().status().path("driveOn").asBoolean(true)).isFalse();
  }

  @Test
  void p3StopFiresWhenTheFingerComesDownAndAsksNothing() {
    panel.touch(panel.middle("#stop"));
    assertThat(panel.orders()).containsExactly("stop");
    assertThat(panel.isThere("[role=dialog]")).isFalse();
    panel.touch();
    panel.run(100);
    assertThat(panel.orders()).hasSize(1);
  }

  @Test
  void p6WhatIsAskedForIsPendingAtOnceAndTheOldValueIsBackAfter1500Ms() {
    String old = panel.text("#hz-set .value");
    panel.page().evaluate("() => { relay.mute = 'frequency'; }");
    panel.touch(panel.middle("#hz-up"));
    panel.touch();
    panel.run(50);
    assertThat(panel.isThere("#hz-set.pending")).as("after 50 ms").isTrue();
    assertThat(panel.text("#hz-set .value")).isNotEqualTo(old);
    panel.run(1_400);
    panel.hear();
    panel.run(20);
    assertThat(panel.isThere("#hz-set.pending")).as("after 1.47 s").isTrue();
    panel.run(60);
    assertThat(panel.isThere("#hz-set.pending")).as("after 1.53 s").isFalse();
    assertThat(panel.text("#hz-set .value")).isEqualTo(old);
    assertThat(panel.text("#notice")).contains("old value");
    panel.page().evaluate("() => { relay.mute = null; }");
  }

  @Test
  void p6AValueThatWasClampedIsShownAsItIs() throws Exception {
    day.rig().desk().order(ControllerDesk.request("set-depth").put("mm", 1.98));
    panel.until("() => document.querySelector('#mm-set').textContent.includes('1.98')");
    panel.tap("#mm-up");
    panel.until(
        "() => relay.told.depthSetMm === 2 && document.querySelector('#mm-set:not(.pending)')?.textContent.includes('2.00')");
    assertThat(panel.orders("depth").getLast().path("mm").asDouble()).isEqualTo(2.0);
    panel.tap("#mm-up");
    assertThat(panel.text("#notice")).contains("limits");
    assertThat(panel.orders("depth")).hasSize(1);
  }

  @Test
  void p11TheTouchThatWakesTheScreenOnlyWakes() {
    darken();
    panel.touch(panel.middle("#menu"));
    panel.touch();
    panel.run(40);
    assertThat(panel.isThere("#blank")).isFalse();
    panel.tap("#menu");
    panel.run(300);
    panel.tap("#menu");
    assertThat(panel.isThere("[role=dialog]")).as("within 400 ms").isFalse();
    panel.run(100);
    panel.hear();
    panel.tap("#menu");
    assertThat(panel.isThere("[role=dialog]")).as("then").isTrue();
    panel.tap("#back");
    assertThat(panel.orders()).isEmpty();
  }

  @Test
  void p11TheScreenStaysLitWhileArmedAndWhileSomethingCalls() {
    for (String lit : List.of(ARMED, READY.replace("\"alarm\": null", "\"alarm\": " + ALARM))) {
      panel.show(lit);
      panel.page().clock().fastForward(3_600_000);
      panel.hear();
      panel.run(200);
      assertThat(panel.isThere("#blank")).isFalse();
    }
  }

  @Test
  void p11AnAlarmLightsADarkScreen() {
    darken();
    panel.show(READY.replace("\"alarm\": null", "\"alarm\": " + ALARM));
    assertThat(panel.isThere("#blank")).isFalse();
    assertThat(panel.isThere(".alarm")).isTrue();
  }

  private static final String ALARM =
      """
      {"priority": "medium", "name": "estop", "marks": "!!", "text": "", "occurrence": 7, "acknowledged": false, "pausedForS": 0}
      """;

  private static void darken() {
    panel.page().clock().fastForward(10 * 60_000 + 1_000);
    panel.hear();
    panel.run(200);
    assertThat(panel.isThere("#blank")).isTrue();
  }
}
