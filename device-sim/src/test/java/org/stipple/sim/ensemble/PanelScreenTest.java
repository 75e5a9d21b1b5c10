package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The practitioner's panel in a real browser, on a real controller with a simulated board: rows P1,
 * P2, P4, P5, P6, P16 for German, and B1 of what the panel must show. The tests go on with one
 * machine, in order, as a day does.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf("isBrowserHere")
final class PanelScreenTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final int[][] SIZES = {{800, 480}, {1024, 600}, {1280, 720}};
  private static final List<String> LANGUAGES = List.of("en", "de");

  @TempDir private static Path folder;

  private static Rig rig;
  private static Screen screen;
  private static Page page;
  private static String measure;
  private static boolean begun;

  private static final Set<String> p1 = new TreeSet<>();
  private static final Set<String> p2 = new TreeSet<>();
  private static final Map<String, Set<String>> stops = new TreeMap<>();

  static boolean isBrowserHere() {
    String missing = Screen.missing();
    if (missing != null) {
      System.err.println("\n*** THE PANEL IS NOT TESTED IN A BROWSER: " + missing + " ***\n");
    }
    return missing == null;
  }

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(Screen.SCREENS);
    measure = Screen.script("measure.js");
    rig = begin();
    rig.practitioner().awaitBoard();
    screen = new Screen(rig.controller().address().orElseThrow());
    page = screen.open(800, 480, "");
  }

  /** On a computer with much else to do a start may take too long; then once more. */
  private static Rig begin() throws Exception {
    try {
      return Rig.start(folder.resolve("rig"));
    } catch (IOException e) {
      System.err.println(e.getMessage() + "; once more");
      return Rig.start(folder.resolve("rig2"));
    }
  }

  @AfterAll
  static void stop() {
    if (screen != null) {
      screen.close();
    }
    if (rig != null) {
      rig.close();
    }
  }

  /** Measures the page as it is in all sizes and languages, and takes pictures of it. */
  private static void look(String scene) {
    for (int[] size : SIZES) {
      page.setViewportSize(size[0], size[1]);
      for (String language : size[0] == 800 ? LANGUAGES : List.of("en")) {
        speak(language);
        measure(scene, size, language);
        if (size[0] == 800) {
          Screen.picture(page, "panel-%s-%d-%s".formatted(scene, size[0], language));
        }
      }
    }
    page.setViewportSize(800, 480);
    speak("en");
  }

  /** The page paints at least ten times a second. */
  private static void speak(String language) {
    page.evaluate("l => import('/words.js').then(words => words.speak(l))", language);
    page.waitForTimeout(160);
  }

  private static void measure(String scene, int[] size, String language) {
    JsonNode found = JSON.valueToTree(page.evaluate(measure));
    String where = " (" + scene + " " + size[0] + " " + language + ")";
    found.path("p1").forEach(words -> p1.add(words.asString() + where));
    found.path("p2").forEach(words -> p2.add(words.asString() + where));
    stops
        .computeIfAbsent(Integer.toString(size[0]), _ -> new HashSet<>())
        .add(found.path("stop").asString());
  }

  private static void fill(String field, String value) {
    page.fill("#f-" + field, value);
  }

  /**
   * Waits for a function of the page; by looking again and again, since its policy forbids more.
   */
  private static void until(String function) {
    until(function, 0);
  }

  private static void until(String function, Object argument) {
    for (int i = 0; i < 200; i++) {
      if (Boolean.TRUE.equals(page.evaluate(function, argument))) {
        return;
      }
      page.waitForTimeout(50);
    }
    throw new AssertionError("never: " + function + "; on the screen: " + page.textContent("#app"));
  }

  private static String text(String selector) {
    return page.textContent(selector);
  }

  private static boolean is(String key, String value) throws IOException {
    return Practitioner.is(rig.desk().status(), key, value);
  }

  /** Holds the key for that time, as a finger does. */
  private static void hold(String key, double ms) {
    page.hover(key);
    page.mouse().down();
    page.waitForTimeout(ms);
    page.mouse().up();
  }

  /** A computer with much else to do trips on the way, as it must: then again. */
  private static void armByTheScreen() throws Exception {
    for (int attempt = 0; attempt < 12; attempt++) {
      if (is("mode", "armed")) {
        page.waitForSelector("#app.armed");
        return;
      }
      rig.practitioner().await("disarmed", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
      rig.practitioner().await("calm", 10_000, s -> s.path("interlock").isNull());
      try {
        page.waitForSelector("#reset, #arm:not([disabled])");
        if (page.isVisible("#reset")) {
          page.click("#reset", new Page.ClickOptions().setTimeout(2_000));
        }
        page.waitForSelector(
            "#arm:not([disabled])", new Page.WaitForSelectorOptions().setTimeout(3_000));
        hold("#arm", 1_200);
      } catch (TimeoutError _) {
        continue; // a fault came between the look and the touch
      }
      for (int i = 0; i < 100 && !is("mode", "armed"); i++) {
        page.waitForTimeout(50);
        if (i > 20 && is("mode", "disarmed")) {
          break;
        }
      }
    }
    throw new IOException("the screen could not arm: " + rig.desk().status());
  }

  /** The same of a press: what a late computer cut off is begun again. */
  private static void runByThePedal() throws Exception {
    for (int attempt = 0; attempt < 6; attempt++) {
      armByTheScreen();
      rig.board().say("pedal down");
      try {
        page.waitForSelector("#app.running", new Page.WaitForSelectorOptions().setTimeout(5_000));
        return;
      } catch (TimeoutError _) {
        rig.board().say("pedal up");
      }
    }
    throw new IOException("the pedal does not run it: " + rig.desk().status());
  }

  /** Speed and depth as they are; false where a late computer cut the press off meanwhile. */
  private static boolean showsTheRun() throws IOException {
    try {
      until("() => parseFloat(document.querySelector('#hz').textContent) > 110");
      page.waitForTimeout(1_500);
      until("() => /^[0-9.]+$/.test(document.querySelector('#out').textContent)");
      return true;
    } catch (AssertionError e) {
      if (is("mode", "running")) {
        throw e;
      }
      return false;
    }
  }

  @Test
  @Order(1)
  void theDayBeginsAndASessionIsOpenedByTouch() throws Exception {
    page.waitForSelector("#reset");
    look("started");
    page.click("#menu");
    page.waitForSelector("#open-session");
    look("menu-closed");
    page.click("#settings");
    page.waitForSelector("#hand");
    look("settings");
    page.click("#back");
    page.click("#menu");
    page.click("#gestures");
    page.waitForSelector(".gestures");
    look("gestures");
    page.click("#back");
    page.click("#menu");
    page.click("#open-session");
    fill("client", "0418");
    fill("consent", "2207");
    page.click("#go");
    page.waitForSelector(".wrong");
    look("opening-refused");
    assertThat(text(".wrong")).contains("18 or older");
    page.click("#f-adult");
    page.click("#go");
    page.waitForSelector(".sheet.zones");
    page.click("#zone-crown");
    page.waitForSelector(
        ".sheet", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
    page.click("#menu");
    page.click("#cartridge");
    fill("lot", "010761234512345617991231102L77");
    look("mounting");
    fill("lot", "01076123451234561799123110L77");
    assertThat(page.inputValue("#f-lot")).isEqualTo("L77");
    assertThat(page.inputValue("#f-expires")).isEqualTo("2099-12-31");
    for (int i = 0; i < 20 && !text("#f-type").contains("3RL"); i++) {
      page.click("#f-type");
    }
    page.click("#go");
    rig.practitioner().await("a cartridge", 5_000, s -> !s.path("cartridge").isNull());
    look("session");
    page.click("#zone");
    page.waitForSelector(".sheet.zones");
    look("zones");
    page.click("#scars");
    page.waitForSelector("#zone-scar-9");
    look("scars");
    page.click("#back");
    page.click("#mode");
    page.waitForSelector("#priming");
    look("strokes");
    page.click("#back");
    page.click("#preset");
    page.waitForSelector("#more");
    look("presets");
    page.click("#back");
    page.click("#menu");
    page.click("#summary");
    page.waitForSelector(".summary");
    look("summary");
    page.click("#back");
    begun = true;
  }

  /** What goes on with the day of the tests before it is of no use where they failed. */
  @BeforeEach
  void theDayGoesOn(TestInfo test) {
    int order = test.getTestMethod().orElseThrow().getAnnotation(Order.class).value();
    assumeTrue(order == 1 || begun, "the day did not begin");
  }

  @Test
  @Order(2)
  void p4ArmingNeedsASecondOfOneFingerOnTheKey() throws Exception {
    page.click("#reset");
    page.waitForSelector("#arm:not([disabled])");
    hold("#arm", 850);
    page.waitForTimeout(500);
    assertThat(is("mode", "disarmed")).as("released at 0.85 s").isTrue();
    BoundingBox arm = page.locator("#arm").boundingBox();
    page.mouse().move(arm.x + arm.width / 2, arm.y + arm.height / 2);
    page.mouse().down();
    page.waitForTimeout(200);
    page.mouse().move(arm.x + arm.width / 2, arm.y - 60);
    page.waitForTimeout(1_300);
    page.mouse().up();
    page.waitForTimeout(200);
    assertThat(is("mode", "disarmed")).as("slid off").isTrue();
    page.dblclick("#arm");
    page.waitForTimeout(1_200);
    assertThat(is("mode", "disarmed")).as("double tap").isTrue();
    page.evaluate(
        """
        () => { const key = document.querySelector('#arm'); const box = key.getBoundingClientRect();
          const at = { bubbles: true, pointerType: 'touch', clientX: box.x + 9, clientY: box.y + 9 };
          key.dispatchEvent(new PointerEvent('pointerdown', { ...at, pointerId: 11, isPrimary: true }));
          setTimeout(() => key.dispatchEvent(new PointerEvent('pointerdown', { ...at, pointerId: 12, isPrimary: false })), 300); }
        """);
    page.waitForTimeout(1_500);
    assertThat(is("mode", "disarmed")).as("two fingers").isTrue();
    if (page.isVisible(".sheet")) {
      page.click("#back");
    }
    armByTheScreen();
    look("armed");
    assertThat(rig.board().status().path("driveOn").asBoolean(true)).isFalse();
  }

  @Test
  @Order(3)
  void p5ShowsWhatIsAndWhatIsSetApart() throws Exception {
    armByTheScreen();
    rig.desk().order(ControllerDesk.request("set-frequency").put("hz", 120));
    until("() => document.querySelector('#hz-set').textContent.includes('120')");
    assertThat(text("#hz")).isEqualTo("0.0");
    assertThat(text("#hz-set")).contains("Set 120.0 Hz");
    runByThePedal();
    while (!showsTheRun()) {
      rig.board().say("pedal up");
      runByThePedal();
    }
    look("running");
    rig.board().say("pedal up");
    rig.practitioner().await("rest", 10_000, s -> !Practitioner.is(s, "mode", "running"));
  }

  @Test
  @Order(4)
  void p6ShowsWhatIsAskedForUntilItIsAnswered() throws Exception {
    page.evaluate(
        """
        () => { window.seen = {}; const key = document.querySelector('#hz-up'); const set = document.querySelector('#hz-set');
          new MutationObserver(() => { if (set.classList.contains('pending')) window.seen.pending ??= performance.now() - window.seen.from; })
            .observe(set, { attributes: true, subtree: true, childList: true, characterData: true });
          key.addEventListener('pointerdown', () => { window.seen.from = performance.now(); }, true); }
        """);
    page.route("**/api/frequency", _ -> {}); // never answered
    page.click("#hz-up");
    until("() => document.querySelector('#notice')?.textContent.includes('old value')");
    double pendingMs = ((Number) page.evaluate("() => window.seen.pending")).doubleValue();
    System.out.printf("P6 pending shown after %.0f ms%n", pendingMs);
    assertThat(text("#hz-set")).contains("120.0").doesNotContain("asked");
    Screen.picture(page, "panel-unanswered-800-en");
    page.unroute("**/api/frequency");
    rig.desk().order(ControllerDesk.request("set-depth").put("mm", 1.95));
    until("() => document.querySelector('#mm-set').textContent.includes('1.95')");
    for (int i = 0; i < 3; i++) {
      page.click("#mm-up");
      page.waitForTimeout(250);
    }
    assertThat(text("#mm-set")).as("clamped at the limit").contains("Set 2.00 mm");
    rig.desk().order(ControllerDesk.request("set-depth").put("mm", 1.0));
  }

  @Test
  @Order(20)
  void p1KeysAreLargeEnoughAndFarEnoughApartAndNothingOverflows() {
    p1.forEach(System.out::println);
    assertThat(p1).isEmpty();
  }

  @Test
  @Order(21)
  void p2TextIsLargeEnoughAndStandsOut() {
    p2.forEach(System.out::println);
    assertThat(p2).isEmpty();
  }

  @Test
  @Order(22)
  void p3StopIsInTheSameBoxInEveryView() {
    assertThat(stops).hasSize(SIZES.length);
    assertThat(stops).allSatisfy((size, boxes) -> assertThat(boxes).as(size).hasSize(1));
    assertThat(stops.values().toString()).doesNotContain("covered");
  }

  @Test
  @Order(23)
  void b1NoRequestLeavesTheMachineAndNoScriptComplains() {
    assertThat(screen.foreign).isEmpty();
    assertThat(screen.complaints).isEmpty();
  }
}
