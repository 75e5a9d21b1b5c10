package org.stipple.sim.ensemble;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;

/**
 * What tests of the panel work with: a real controller, a simulated board, and a browser. One
 * thread; whoever takes it over finds the machine in any state.
 */
final class PanelDay implements AutoCloseable {

  private static final String CLIENT = "0418";

  private final Rig rig;
  private final Screen screen;

  private PanelDay(Rig rig, Screen screen) {
    this.rig = rig;
    this.screen = screen;
  }

  /** Starts all; on a computer with much else to do a start may take too long: then once more. */
  static PanelDay begin() throws IOException, InterruptedException {
    Files.createDirectories(Screen.SCREENS);
    Rig rig;
    try {
      rig = Rig.start(Place.temporary().folder());
    } catch (IOException e) {
      System.err.println(e.getMessage() + "; once more");
      rig = Rig.start(Place.temporary().folder());
    }
    try {
      rig.practitioner().awaitBoard();
      return new PanelDay(rig, new Screen(rig.controller().address().orElseThrow()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  Rig rig() {
    return rig;
  }

  Screen screen() {
    return screen;
  }

  /** At rest, with a session and a cartridge, and a press is a run. */
  void session() throws IOException, InterruptedException {
    rig.board().say("pedal up");
    rig.practitioner().await("at rest", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
    if (rig.desk().status().path("session").isNull()) {
      rig.desk().openSession(CLIENT, "crown");
    } else if (rig.desk().status().path("cartridge").isNull()) { // as after the controller's end
      rig.desk()
          .order(
              ControllerDesk.request("cartridge-mount")
                  .put("type", "3RL")
                  .put("lot", "simulated")
                  .put("expires", "2099-12"));
    }
    rig.desk().order(ControllerDesk.request("set-strokes").put("mode", "continuous"));
  }

  /** A session that the controller's end interrupted goes on. */
  void resume() throws IOException {
    rig.desk().order(ControllerDesk.request("session-resume").put("client", CLIENT));
  }

  /** The controller ends as by a loss of power, and another life of it begins. */
  void restart() throws IOException, InterruptedException {
    rig.controller().kill();
    rig.ensemble().startController();
    rig.awaitReady();
    rig.practitioner().awaitBoard();
  }

  /** A page in a browser profile of its own, on which nothing but the test moves the clock. */
  PanelPage page(int width, int height, String query) throws IOException {
    return page(new Browser.NewContextOptions().setViewportSize(width, height), query);
  }

  PanelPage page(Browser.NewContextOptions options, String query) throws IOException {
    Page page = screen.blank(options);
    page.addInitScript(Screen.script("relay.js"));
    page.clock().install();
    page.navigate(screen.address() + query);
    PanelPage panel = new PanelPage(page);
    panel.until("() => document.querySelector('#app:not(.lost)') !== null");
    page.clock().pauseAt(panel.number("() => Date.now() + 1000").longValue());
    return panel;
  }

  /** The same, once it commands the machine. */
  PanelPage commander() throws IOException, InterruptedException {
    rig.practitioner().await("at rest", 10_000, s -> Practitioner.is(s, "mode", "disarmed"));
    PanelPage panel = page(800, 480, "");
    panel.hear();
    panel.takeOver();
    panel.untilThere("#mode:not([disabled])"); // it is off while the page is lost or only watches
    return panel;
  }

  @Override
  public void close() {
    screen.close();
    rig.close();
  }
}
