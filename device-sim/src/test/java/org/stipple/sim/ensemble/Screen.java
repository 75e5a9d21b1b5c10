package org.stipple.sim.ensemble;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Debian's Chromium on the panel of a real controller with a simulated board. One thread. */
final class Screen implements AutoCloseable {

  /** Where pictures of every state go. */
  static final Path SCREENS = Path.of("..", "controller", "target", "screens");

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final List<Path> NODES =
      List.of(Path.of("/usr/bin/node"), Path.of("/usr/local/bin/node"));
  private static final double PATIENCE_MS = 12_000;

  private final Playwright playwright;
  private final Browser browser;
  private final String address;

  /** What pages asked for that is not on this address; what their scripts complained of. */
  final Queue<String> foreign = new ConcurrentLinkedQueue<>();

  final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  Screen(String address) {
    this.address = address;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node().toString())));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--autoplay-policy=no-user-gesture-required")));
  }

  private static Path node() {
    return NODES.stream().filter(Files::isExecutable).findFirst().orElse(Path.of("node"));
  }

  /** Why there can be no test in a browser here; null where there can. */
  static @Nullable String missing() {
    if (!Files.isExecutable(CHROMIUM)) {
      return "no " + CHROMIUM + ": apt-get install chromium";
    }
    return NODES.stream().anyMatch(Files::isExecutable)
        ? null
        : "no node, which drives the browser: apt-get install nodejs";
  }

  /** Another page, in a browser profile of its own, once it shows what the controller tells. */
  Page open(int width, int height, String query) {
    Page page = blank(width, height);
    page.navigate(address + query);
    page.waitForSelector("#app:not(.lost)");
    return page;
  }

  /** A page that is nowhere yet. */
  Page blank(int width, int height) {
    return blank(new Browser.NewContextOptions().setViewportSize(width, height));
  }

  /** The same with more said of the browser. */
  Page blank(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options.setHasTouch(true));
    context.setDefaultTimeout(PATIENCE_MS);
    Page page = context.newPage();
    watch(page);
    return page;
  }

  /** Notes what a page asks for and complains of. */
  void watch(Page page) {
    page.onRequest(request -> {
      String url = request.url();
      if (!url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:")) {
        foreign.add(url);
      }
    });
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      boolean refusal = message.text().contains("status of 40");
      boolean gone = message.text().contains("ERR_") || message.text().contains("WebSocket");
      if (message.type().equals("error") && !refusal && !gone) {
        complaints.add(message.text());
      }
    });
  }

  String address() {
    return address;
  }

  /** Takes a picture for people to look at. */
  static void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
  }

  /** A script that stands beside the tests. */
  static String script(String name) throws IOException {
    try (InputStream in = Screen.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
