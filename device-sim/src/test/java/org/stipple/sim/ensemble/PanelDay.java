package org.stipple.sim.ensemble;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a class of tests of the panel works with: a real controller, a simulated board, and a
 * browser, started once. One thread.
 */
final class PanelDay implements AutoCloseable {

  private final Rig rig;
  private final Screen screen;

  private PanelDay(Rig rig, Screen screen) {
    this.rig = rig;
    this.screen = screen;
  }

  /** Whether there can be such tests here; says loudly why not. */
  static boolean isPossible() {
    String missing = Screen.missing();
    if (missing != null) {
      System.err.println("\n*** THE PANEL IS NOT TESTED IN A BROWSER: " + missing + " ***\n");
    }
    return missing == null;
  }

  /** Starts all; on a computer with much else to do a start may take too long: then once more. */
  static PanelDay begin(Path folder) throws Exception {
    Files.createDirectories(Screen.SCREENS);
    Rig rig;
    try {
      rig = Rig.start(folder.resolve("rig"));
    } catch (IOException e) {
      System.err.println(e.getMessage() + "; once more");
      rig = Rig.start(folder.resolve("rig2"));
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

  @Override
  public void close() {
    screen.close();
    rig.close();
  }
}
