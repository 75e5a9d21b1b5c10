package org.stipple.sim.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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
 * A session as a practitioner goes through it by touch, in a real browser on a real controller with
 * a simulated board. The tests go on with one session, in order.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf("isBrowserHere")
final class SessionFlowScreenTest {

  @TempDir private static Path folder;

  private static Rig rig;
  private static Screen screen;
  private static Page page;
  private static String measure;
  private static int reached;

  /** Keys too small or close, text too small or faint, in each sheet and language. */
  private static final Set<String> ugly = new TreeSet<>();

  static boolean isBrowserHere() {
    return Screen.missing() == null; // said loudly by PanelScreenTest
  }

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(Screen.SCREENS);
    measure = Screen.script("measure.js");
    try {
      rig = Rig.start(folder.resolve("rig"));
    } catch (IOException e) {
      System.err.println(e.getMessage() + "; once more"); // a computer with much else to do
      rig = Rig.start(folder.resolve("rig2"));
    }
    rig.practitioner().awaitBoard();
    screen = new Screen(rig.controller().address().orElseThrow());
    page = screen.open(800, 480, "");
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

  /** What goes on with the tests before it is of no use where they failed. */
  @BeforeEach
  void theSessionGoesOn(TestInfo test) {
    int order = test.getTestMethod().orElseThrow().getAnnotation(Order.class).value();
    assumeTrue(order >= 90 || reached >= order - 1, "the session did not come so far");
  }

  private static void look(String scene) {
    for (String language : new String[] {"de", "en"}) {
      page.evaluate("l => import('/words.js').then(words => words.speak(l))", language);
      page.waitForTimeout(200);
      JsonNode found = JsonMapper.shared().valueToTree(page.evaluate(measure));
      for (String row : new String[] {"p1", "p2"}) {
        found
            .path(row)
            .forEach(words -> ugly.add(words.asString() + " (" + scene + " " + language + ")"));
      }
      Screen.picture(page, "flow-%s-800-%s".formatted(scene, language));
    }
  }

  private static void await(String what, java.util.function.Predicate<JsonNode> holds)
      throws Exception {
    rig.practitioner().await(what, 10_000, holds);
  }

  /** Where this computer was late an alarm stands before the menu until somebody has seen it. */
  private static void menu(String key) {
    Page.ClickOptions soon = new Page.ClickOptions().setTimeout(1_000);
    for (int i = 0; i < 30 && !page.isVisible(key); i++) {
      try {
        page.click(page.isVisible("#seen:not([disabled])") ? "#seen" : "#menu", soon);
      } catch (PlaywrightException _) {
        page.waitForTimeout(100); // an alarm came between the look and the click, or went
      }
    }
    page.click(key);
  }

  @Test
  @Order(1)
  void pausesAndGoesOnByTouch() throws Exception {
    page.click("#reset");
    menu("#open-session");
    page.fill("#f-client", "0418");
    page.fill("#f-consent", "2207");
    page.click("#f-adult");
    page.click("#go");
    page.click("#zone-crown");
    await("a session", s -> !s.path("session").isNull());
    menu("#cartridge");
    page.fill("#f-lot", "L1");
    page.fill("#f-expires", "2099-12");
    page.click("#go");
    await("a cartridge", s -> !s.path("cartridge").isNull());
    page.click("#menu");
    look("menu");
    page.click("#pause");
    page.waitForSelector("#app.paused");
    double standsS = rig.desk().status().path("session").path("elapsedS").asDouble();
    page.waitForTimeout(1_500);
    look("paused");
    JsonNode paused = rig.desk().status();
    assertThat(paused.path("session").path("elapsedS").asDouble()).isEqualTo(standsS);
    assertThat(paused.path("armingRefusal").asString()).contains("paused");
    assertThat(page.isVisible("#arm")).isFalse();
    page.click("#go-on");
    await("goes on", s -> s.path("session").path("pause").isNull());
    page.waitForSelector("#arm:not([disabled]), #reset");
    reached = 1;
  }

  @Test
  @Order(2)
  void changesTheCartridgeStepByStepAndAnyStepMayBeLeft() throws Exception {
    rig.practitioner().arm();
    menu("#cartridge");
    look("change-begins");
    page.click("#change-park");
    await("retracted", s -> Practitioner.is(s, "mode", "disarmed") && s.path("parked").asBoolean());
    page.waitForSelector("#change-out:not([disabled])");
    page.click("#back");
    look("paused-for-cartridge");
    menu("#cartridge"); // left and come back to
    page.click("#change-out");
    await("out", s -> s.path("cartridge").isNull());
    page.click("#change-in");
    page.click("#back"); // a form that is left changes nothing
    assertThat(page.isDisabled("#change-resume")).isTrue();
    page.click("#change-in");
    page.fill("#f-lot", "");
    page.focus("#f-lot");
    page.keyboard().type("01076123451234561799123110L78"); // as a scanner types
    page.keyboard().press("Enter");
    assertThat(page.inputValue("#f-lot")).isEqualTo("L78");
    page.click("#go");
    await("the new one", s -> s.path("cartridge").path("lot").asString("").equals("L78"));
    page.waitForSelector("#change-resume:not([disabled])");
    look("change-ends");
    page.click("#change-resume");
    await("goes on", s -> s.path("session").path("pause").isNull());
    page.waitForSelector("#arm:not([disabled]), #reset");
    reached = 2;
  }

  @Test
  @Order(3)
  void plansZonesAndLayersAndALaterSessionFollowsByTouch() throws Exception {
    menu("#plan");
    page.click("#plan-crown");
    page.fill("#f-dots", "400");
    look("target");
    page.click("#go");
    await("a plan", s -> s.at("/session/plan/dots/crown").asInt() == 400);
    page.click("#layers");
    page.fill("#f-layers", "3");
    page.fill("#f-due", "2099-01-15");
    look("layers");
    page.click("#go");
    await("layers", s -> s.at("/session/plan/layers").asInt() == 3);
    look("plan");
    page.click("#plan-scars");
    look("plan-scars");
    page.click("#back");
    page.click("#back");
    page.click("#pigment");
    page.fill("#f-shade", "Ash 3");
    page.fill("#f-lot", "P7");
    page.fill("#f-expires", "2020-01");
    page.click("#go");
    page.waitForSelector(".wrong");
    look("pigment-expired");
    page.fill("#f-expires", "2099-01");
    page.click("#go");
    await("pigment", s -> s.at("/session/pigment/shade").asString("").equals("Ash 3"));
    look("menu-full");
    page.click("#back");
    look("planned");
    menu("#close-session");
    page.click("#really-close");
    await("closed", s -> s.path("session").isNull());
    menu("#follow-up");
    page.fill("#f-client", "9999");
    page.click("#go");
    page.waitForSelector(".wrong");
    page.fill("#f-client", "0418");
    page.click("#go");
    page.waitForSelector("#touch-up");
    look("earlier");
    page.click(".sheet .key[id^=s2]");
    assertThat(page.inputValue("#f-client")).isEqualTo("0418");
    page.fill("#f-consent", "2208");
    page.click("#f-adult");
    page.click("#go");
    await("layer 2", s -> s.at("/session/plan/layer").asInt() == 2);
    assertThat(rig.desk().status().at("/session/plan/dots/crown").asInt()).isEqualTo(400);
    page.click("#zone-crown");
    reached = 3;
  }

  @Test
  @Order(4)
  void amendsTheSessionAndShowsWhatTheClientTakesHome() throws Exception {
    menu("#summary");
    look("summary-plan");
    page.click("#note");
    page.fill("#f-author", "AB");
    page.click("#go");
    page.waitForSelector(".wrong");
    page.fill("#f-text", "client felt the crown");
    look("note");
    page.click("#go");
    page.waitForSelector("#aftercare");
    page.click("#aftercare");
    look("aftercare");
    page.emulateMedia(
        new Page.EmulateMediaOptions().setMedia(com.microsoft.playwright.options.Media.PRINT));
    assertThat(page.isVisible("#paper")).isTrue();
    assertThat(page.isVisible("#print")).isFalse();
    assertThat(page.textContent("#paper")).contains("0418", "Layer 2 of 3", "doctor");
    page.pdf(
        new Page.PdfOptions()
            .setFormat("A4")
            .setPath(Screen.SCREENS.resolve("flow-aftercare.pdf")));
    Screen.picture(page, "flow-aftercare-print");
    page.emulateMedia(
        new Page.EmulateMediaOptions().setMedia(com.microsoft.playwright.options.Media.SCREEN));
    page.click("#back");
    reached = 4;
  }

  @Test
  @Order(90)
  void everySheetOfItIsLargeEnoughToReadAndTouch() {
    ugly.forEach(System.out::println);
    assertThat(ugly).isEmpty();
  }

  @Test
  @Order(91)
  void noRequestLeavesTheMachineAndNoScriptComplains() {
    assertThat(screen.foreign).isEmpty();
    assertThat(screen.complaints).isEmpty();
  }
}
