package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The panel without a finger: row P14. */
@Timeout(120)
@ExtendWith(PanelDays.class)
final class PanelKeyboardTest {

  private static final String READY =
      """
      {"mode": "disarmed", "fault": null, "interlock": null, "armingRefusal": null, "alarm": null, "selfTest": null}
      """;

  /** The contrast of the ring around the key in focus with what it stands on; 0 = there is none. */
  private static final String RING =
      """
      () => { const key = document.activeElement; const style = getComputedStyle(key.closest('.field') ?? key);
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) return 0;
        let ground = key;
        while ((rgb(getComputedStyle(ground).backgroundColor)[3] ?? 1) < 0.5) ground = ground.parentElement;
        const [a, b] = [light(rgb(style.outlineColor)), light(rgb(getComputedStyle(ground).backgroundColor))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05); }
      """;

  private static PanelDay day;
  private static PanelPage panel;

  @BeforeAll
  static void start(PanelDay today) throws Exception {
    day = today;
    day.session();
    panel = day.commander();
    panel.show(READY);
  }

  @AfterAll
  static void stop() {
    panel.page().close();
  }

  private static void press(String key) {
    panel.page().keyboard().press(key);
    panel.run(40);
  }

  private static String focused() {
    return (String)
        panel.page().evaluate("() => document.activeElement.id || document.activeElement.tagName");
  }

  /** Goes on by Tab until that key has the focus. */
  private static void to(String id) {
    for (int i = 0; i < 60; i++) {
      if (focused().equals(id)) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("Tab never came to " + id);
  }

  private static void enter(String id) {
    to(id);
    press("Enter");
  }

  @Test
  void p14EveryKeyIsReachedByTabAndShowsARing() {
    Map<String, String> views =
        Map.of("", "hz-up", "menu", "settings", "mode", "priming", "zone", "scars");
    List<String> dim = new ArrayList<>();
    views.forEach((way, key) -> {
      if (!way.isEmpty()) {
        enter(way);
      }
      panel.untilThere("#" + key);
      int keys =
          panel
              .number("() => document.querySelectorAll('button:not([disabled]), input').length")
              .intValue();
      panel.page().evaluate("() => document.activeElement.blur()");
      Set<String> seen = new TreeSet<>();
      for (int i = 0; i < keys + 2; i++) {
        press("Tab");
        double ring = panel.number(RING).doubleValue();
        String at = focused();
        if (!at.equals("BODY")) {
          seen.add(at + " " + panel.page().evaluate("() => document.activeElement.textContent"));
          if (ring < 3) {
            dim.add(at + " has a ring of " + ring);
          }
        }
      }
      assertThat(seen).as(way).hasSizeGreaterThanOrEqualTo(keys);
      if (!way.isEmpty()) {
        enter("back");
      }
    });
    assertThat(dim).isEmpty();
  }

  @Test
  void p14EnterDoesWhatAFingerDoes() {
    panel.forgetOrders();
    enter("hz-up");
    enter("stop");
    enter("mode");
    enter("taps-3");
    assertThat(panel.orders()).containsExactly("frequency", "stop", "strokes");
    panel.until("() => document.querySelector('[role=dialog]') === null");
    enter("menu");
    enter("settings");
    enter("language-de");
    panel.until("() => document.querySelector('#back').textContent === 'Zurück'");
    enter("language-en");
    panel.until("() => document.querySelector('#back').textContent === 'Back'");
    enter("back");
  }

  @Test
  void p14ArmingNeedsTheKeyHeldForASecondToo() {
    panel.show(READY);
    panel.forgetOrders();
    to("arm");
    panel.page().keyboard().down("Enter");
    panel.run(900);
    panel.page().keyboard().up("Enter");
    panel.run(500);
    assertThat(panel.orders()).isEmpty();
    panel.page().keyboard().down("Enter");
    panel.run(1_020);
    panel.page().keyboard().up("Enter");
    assertThat(panel.orders()).containsExactly("arm");
  }

  @Test
  void p14TheStateIsAStatusAndEveryKeyHasAName() {
    assertThat(panel.isThere("#bar [role=status]")).isTrue();
    String nameless =
        """
        () => [...document.querySelectorAll('button')].filter((key) => !(key.getAttribute('aria-label') ?? key.textContent).trim())
          .map((key) => key.id).join(' ')
        """;
    assertThat(panel.page().evaluate(nameless)).isEqualTo("");
  }
}
