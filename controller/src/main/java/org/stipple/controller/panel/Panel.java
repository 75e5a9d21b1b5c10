package org.stipple.controller.panel;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.websocket.WsCloseStatus;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.catalogue.CartridgeType;
import org.stipple.controller.profile.Limits;
import org.stipple.controller.session.Answer;
import org.stipple.controller.session.CartridgeRequest;
import org.stipple.controller.session.Requests;
import org.stipple.controller.session.SessionRequest;
import org.stipple.controller.session.StatusWords;
import org.stipple.telemetry.session.Zone;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The panel's small web server. Any cold thread. */
public final class Panel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Panel.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Browsers that may watch at once; one display and a technician's laptop are two. */
  private static final int WATCHERS_MAX = 8;

  /** Messages that may wait for a slow browser before it is dropped. */
  private static final int BACKLOG_MAX = 4;

  private static final long REQUEST_BYTES_MAX = 8_192;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Requests requests;
  private final Doorman doorman = new Doorman();
  private final Map<String, Assets.Asset> assets = Assets.load();
  private final Set<WsContext> watchers = ConcurrentHashMap.newKeySet();
  private final Javalin server;

  private Panel(Requests requests) {
    this.requests = requests;
    this.server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.http.maxRequestSize = REQUEST_BYTES_MAX;
          config.jetty.threadPool = new QueuedThreadPool(16, 4);
          config.jetty.modifyWebSocketServletFactory(
              factory -> factory.setMaxOutgoingFrames(BACKLOG_MAX));
          routes(config.routes);
        });
  }

  /**
   * Starts to listen.
   *
   * @param requests what the page shows and asks for
   * @param host a loopback address
   * @param port 0 = any free one
   */
  public static Panel start(Requests requests, String host, int port) {
    Panel panel = new Panel(requests);
    panel.server.start(host, port);
    panel.doorman.listensOn(panel.server.port());
    return panel;
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Tells the present status to every page; call it 10 times a second. */
  public void push() {
    if (watchers.isEmpty()) {
      return;
    }
    String message = message();
    for (WsContext watcher : watchers) {
      send(watcher, message);
    }
  }

  private String message() {
    ObjectNode message = JSON.createObjectNode().put("boot", doorman.bootId());
    message.set("status", JSON.valueToTree(StatusWords.of(requests.status())));
    return JSON.writeValueAsString(message);
  }

  private void send(WsContext watcher, String message) {
    try {
      watcher.send(message);
    } catch (RuntimeException e) {
      watchers.remove(watcher);
      LOG.debug("panel: a page was dropped: {}", e.toString());
    }
  }

  private void routes(RoutesConfig routes) {
    routes.before(this::guard);
    routes.get("/", context -> serve(context, "index.html"));
    assets.keySet().forEach(name -> routes.get("/" + name, context -> serve(context, name)));
    routes.get("/boot", this::boot);
    command(routes, "arm", (asked, body) -> asked.arm());
    command(routes, "disarm", (asked, body) -> asked.disarm());
    command(routes, "stop", (asked, body) -> asked.stop());
    command(routes, "reset", (asked, body) -> asked.reset());
    command(routes, "frequency", (asked, body) -> asked.setFrequency(number(body, "hz")));
    command(routes, "depth", (asked, body) -> asked.setDepth(number(body, "mm")));
    command(routes, "session/open", Panel::openSession);
    command(routes, "cartridge", Panel::mount);
    command(
        routes, "preset", (asked, body) -> asked.mounting().use(body.path("name").asString("")));
    command(routes, "session/close", (asked, body) -> asked.closeSession());
    command(routes, "session/zone", (asked, body) -> asked.moveTo(body.path("zone").asString("")));
    routes.wsBeforeUpgrade("/live", this::guardUpgrade);
    routes.ws(
        "/live",
        ws -> {
          ws.onConnect(this::admit);
          ws.onClose(watchers::remove);
          ws.onError(watchers::remove);
        });
  }

  private void guard(Context context) {
    if (!doorman.knowsHost(context.header("Host"))) {
      throw new ForbiddenResponse("unknown host");
    }
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  }

  private void guardUpgrade(Context context) {
    if (!doorman.knowsOrigin(context.header("Origin"), context.header("Host"))) {
      throw new ForbiddenResponse("wrong origin");
    }
  }

  private void admit(WsConnectContext watcher) {
    if (watchers.size() >= WATCHERS_MAX) {
      watcher.closeSession(WsCloseStatus.TRY_AGAIN_LATER, "too many pages");
      return;
    }
    watchers.add(watcher);
    send(watcher, message());
  }

  private void serve(Context context, String name) {
    Assets.Asset asset = assets.get(name);
    if (asset != null) {
      context.contentType(asset.type()).result(asset.text());
    }
  }

  private void boot(Context context) {
    Limits limits = requests.limits();
    ObjectNode boot =
        JSON.createObjectNode().put("boot", doorman.bootId()).put("token", doorman.token());
    boot.set("limits", JSON.valueToTree(limits));
    boot.set("zones", JSON.valueToTree(Zone.labels()));
    boot.set(
        "cartridges",
        JSON.valueToTree(
            requests.mounting().cartridges().stream().map(CartridgeType::name).toList()));
    context.contentType("application/json").result(JSON.writeValueAsString(boot));
  }

  private void command(
      RoutesConfig routes, String path, BiFunction<Requests, JsonNode, Answer> action) {
    routes.post(
        "/api/" + path,
        context -> {
          if (!doorman.knowsOrigin(context.header("Origin"), context.header("Host"))) {
            refuse(context, "wrong origin");
          } else if (!doorman.knowsToken(context.header("X-Stipple-Token"))) {
            refuse(context, "wrong token: load the page again");
          } else {
            perform(context, action);
          }
        });
  }

  private static void refuse(Context context, String why) {
    LOG.warn("panel: {} {} refused: {}", context.method(), context.path(), why);
    context.status(403);
    answer(context, new Answer(false, "refused: " + why));
  }

  private void perform(Context context, BiFunction<Requests, JsonNode, Answer> action) {
    try {
      Answer answer = action.apply(requests, JSON.readTree(context.body()));
      context.status(answer.done() ? 200 : 409);
      answer(context, answer);
    } catch (JacksonException | IllegalArgumentException _) {
      context.status(400);
      answer(context, new Answer(false, "refused: not understood"));
    }
  }

  private static void answer(Context context, Answer answer) {
    context
        .contentType("application/json")
        .result(
            JSON.writeValueAsString(
                JSON.createObjectNode().put("done", answer.done()).put("words", answer.words())));
  }

  private static Answer openSession(Requests asked, JsonNode body) {
    return asked.openSession(
        new SessionRequest(
            body.path("client").asString(""),
            body.path("consent").asString(""),
            body.path("adultConfirmed").asBoolean(false),
            body.path("zone").asString(""),
            body.path("practitioner").asString("")));
  }

  private static Answer mount(Requests asked, JsonNode body) {
    return asked
        .mounting()
        .mount(
            new CartridgeRequest(
                body.path("type").asString(""),
                body.path("lot").asString(""),
                body.path("expires").asString(""),
                body.path("serial").asString("")));
  }

  private static double number(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number");
    }
    return value.asDouble();
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.stop();
  }
}
