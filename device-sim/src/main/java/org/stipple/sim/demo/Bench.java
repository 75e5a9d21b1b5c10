package org.stipple.sim.demo;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.websocket.WsCloseStatus;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stipple.sim.ensemble.BoardHand;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Ports;
import org.stipple.telemetry.web.Asset;
import org.stipple.telemetry.web.LoopbackSite;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bench page: a person's foot and hand at the simulated machine, and a view of what the plant
 * really does beside what the controller believes.
 *
 * <p>Threading: one thread asks board and controller and tells the pages; the web server's threads
 * bring the pages' words. The pedal is a {@link PedalHold}, released when its page falls silent.
 */
final class Bench implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGES_MAX = 8;
  private static final long TELL_MS = 25;
  private static final int CONTROLLER_EVERY = 4;
  private static final long CONTROLLER_ANSWER_MS = 500;

  /** The words a page may say to the board; all others are refused. */
  private static final Pattern ALLOWED =
      Pattern.compile("estop (open|closed)|skin (on|off)|load \\d{1,2}(\\.\\d{1,3})?|unplug|plug");

  private final String pageLinks;
  private final BoardHand eye;
  private final BoardHand hand;
  private final ControllerDesk desk;
  private final PedalHold pedal;
  private final Set<WsContext> pages = ConcurrentHashMap.newKeySet();
  private final Thread teller = new Thread(this::tell, "stipple-bench");
  private volatile boolean closed;
  private @Nullable LoopbackSite site;
  private @Nullable JsonNode controller;

  private Bench(Place place, Ports ports) {
    pageLinks =
        JSON.writeValueAsString(
            Map.of(
                "pages",
                Map.of(
                    "panel", "http://127.0.0.1:" + ports.panel() + "/",
                    "clinic", "http://127.0.0.1:" + ports.clinic() + "/")));
    eye = new BoardHand(place.boardSocket());
    hand = new BoardHand(place.boardSocket());
    desk = new ControllerDesk(place.controlSocket(), CONTROLLER_ANSWER_MS);
    pedal = new PedalHold(down -> hand.say(down ? "pedal down" : "pedal up"));
  }

  /**
   * Starts the page.
   *
   * @throws IOException when its port is taken
   */
  static Bench start(Place place, Ports ports) throws IOException {
    Bench bench = new Bench(place, ports);
    bench.site =
        LoopbackSite.start(
            ports.bench(),
            List.of(
                Asset.of("/", Bench.class, "bench.html"),
                Asset.of("/bench.css", Bench.class, "bench.css"),
                Asset.of("/bench.js", Bench.class, "bench.js"),
                Asset.of("/plot.js", Bench.class, "plot.js"),
                Asset.of("/needle.js", Bench.class, "needle.js"),
                Asset.of("/icon.svg", Bench.class, "icon.svg")),
            bench::routes);
    bench.teller.setDaemon(true);
    bench.teller.start();
    return bench;
  }

  URI uri() {
    LoopbackSite running = site;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.uri();
  }

  private void routes(RoutesConfig routes) {
    routes.wsBeforeUpgrade("/live", Bench::guard);
    routes.ws(
        "/live",
        ws -> {
          ws.onConnect(this::admit);
          ws.onMessage(message -> hear(message, message.message()));
          ws.onClose(this::dismiss);
          ws.onError(this::dismiss);
        });
  }

  /** A browser lets any page open a socket to here, but does not let it lie about its origin. */
  private static void guard(Context context) {
    String host = String.valueOf(context.header("Host"));
    boolean local = host.matches("(127\\.0\\.0\\.1|localhost|\\[::1]):\\d+");
    if (!local || !("http://" + host).equals(context.header("Origin"))) {
      throw new ForbiddenResponse("wrong origin");
    }
  }

  private void admit(WsContext page) {
    if (pages.size() >= PAGES_MAX) {
      page.closeSession(WsCloseStatus.TRY_AGAIN_LATER, "too many pages");
      return;
    }
    pages.add(page);
    send(page, pageLinks);
  }

  private void dismiss(WsContext page) {
    pages.remove(page);
    pedal.release(page.sessionId());
  }

  private void hear(WsContext page, String words) {
    try {
      switch (words) {
        case "pedal down" -> pedal.press(page.sessionId(), nowNs());
        case "pedal held" -> pedal.held(page.sessionId(), nowNs());
        case "pedal up" -> pedal.release(page.sessionId());
        default -> obey(words);
      }
    } catch (IOException e) {
      page.send(JSON.writeValueAsString(JSON.createObjectNode().put("said", e.getMessage())));
    }
  }

  private void obey(String words) throws IOException {
    if (!ALLOWED.matcher(words).matches()) {
      throw new IOException("not understood: " + words);
    }
    hand.say(words);
  }

  private void tell() {
    for (long round = 0; !closed; round++) {
      pedal.expire(nowNs());
      if (!pages.isEmpty()) {
        String message = message(round);
        pages.forEach(page -> send(page, message));
      }
      try {
        Thread.sleep(TELL_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String message(long round) {
    ObjectNode message = JSON.createObjectNode();
    try {
      message.set("board", eye.status());
    } catch (IOException e) {
      message.putNull("board");
    }
    if (round % CONTROLLER_EVERY == 0) {
      try {
        controller = desk.status();
      } catch (IOException e) {
        controller = null;
      }
    }
    message.set("controller", controller);
    message.put("held", pedal.isHeld());
    return JSON.writeValueAsString(message);
  }

  private void send(WsContext page, String message) {
    try {
      page.send(message);
    } catch (RuntimeException e) {
      dismiss(page);
    }
  }

  private static long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void close() {
    closed = true;
    teller.interrupt();
    pedal.releaseAll();
    if (site != null) {
      site.close();
    }
    eye.close();
    hand.close();
    desk.close();
  }
}
