package org.stipple.controller.panel;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.catalogue.CartridgeType;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.session.Answer;
import org.stipple.controller.session.CourseWords;
import org.stipple.controller.session.Encoder;
import org.stipple.controller.session.Planning;
import org.stipple.controller.session.Requests;
import org.stipple.controller.session.StatusWords;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.web.Asset;
import org.stipple.telemetry.web.Json;
import org.stipple.telemetry.web.PageHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The panel's small web server. Any cold thread. */
public final class Panel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Panel.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Messages that may wait for a slow browser before it is dropped. */
  private static final int BACKLOG_MAX = 4;

  private static final long REQUEST_BYTES_MAX = 8_192;

  private final Requests requests;
  private final Optional<Encoder> encoder;
  private final LoopClock clock;
  private final Doorman doorman = new Doorman();
  private final Feed feed = new Feed(doorman.bootId());
  private final Lease lease = new Lease();
  private final Pins pins;
  private final DeadMan deadMan;
  private final Orders orders;
  private final Watchers watchers;
  private final Visitors visitors;
  private final Optional<SecureDoor> secure;
  private final Javalin server;

  private Panel(
      Requests requests,
      Optional<Encoder> encoder,
      Pins pins,
      LoopClock clock,
      Optional<SecureDoor> secure,
      String host,
      int port) {
    this.requests = requests;
    this.encoder = encoder;
    this.pins = pins;
    this.clock = clock;
    deadMan = new DeadMan(requests::attend);
    orders = new Orders(requests, feed);
    watchers = new Watchers(requests, feed, lease, deadMan, clock);
    visitors = new Visitors(pins, clock);
    this.secure = secure;
    List<Asset> assets = Assets.load();
    server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.http.maxRequestSize = REQUEST_BYTES_MAX;
          config.jetty.threadPool = new QueuedThreadPool(24, 4);
          config.jetty.modifyWebSocketServletFactory(
              factory -> factory.setMaxOutgoingFrames(BACKLOG_MAX));
          secure.ifPresent(door -> {
            config.jetty.addConnector((jetty, http) -> SecureDoor.open(jetty, http, host, port));
            config.jetty.addConnector(door::connector);
          });
          routes(config.routes, assets);
        });
  }

  /**
   * Starts to listen.
   *
   * @param requests what the page shows and asks for
   * @param encoder the rotary encoder, where there is one; its gestures are shown
   * @param pins of those who may command
   * @param clock tells which orders come too late
   * @param host a loopback address
   * @param port 0 = any free one
   * @param secure where it listens for others, if anywhere
   * @throws IOException in one line, where certificate or key cannot be used
   */
  public static Panel start(
      Requests requests,
      Optional<Encoder> encoder,
      Pins pins,
      LoopClock clock,
      String host,
      int port,
      Optional<SecurePlace> secure)
      throws IOException {
    Optional<SecureDoor> door =
        secure.isPresent() ? Optional.of(SecureDoor.of(secure.get())) : Optional.empty();
    Panel panel = new Panel(requests, encoder, pins, clock, door, host, port);
    panel.push();
    if (door.isPresent()) {
      panel.server.start();
    } else {
      panel.server.start(host, port);
    }
    panel.doorman.listensOn(
        panel.server.port(),
        door.map(SecureDoor::names).orElse(List.of()),
        door.map(SecureDoor::port).orElse(0));
    return panel;
  }

  /** The port on which others find it; empty where there is none. */
  public OptionalInt securePort() {
    return secure.map(door -> OptionalInt.of(door.port())).orElse(OptionalInt.empty());
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Tells the present status to every page; call it 20 times a second. */
  public void push() {
    long nowNs = clock.nowNs();
    deadMan.look(requests.status().mode(), nowNs);
    Map<String, @Nullable Object> state = new LinkedHashMap<>(StatusWords.of(requests.status()));
    state.put("nowMs", nowNs / 1_000_000);
    state.put("limits", requests.limits());
    state.put("encoder", encoder.map(Panel::encoder).orElse(null));
    state.put(
        "lease",
        lease
            .held(nowNs)
            .map(held ->
                Map.of("page", held.page(), "epoch", held.epoch(), "role", held.role().label()))
            .orElse(null));
    watchers.tell(feed.next(state));
  }

  private static Map<String, Object> encoder(Encoder encoder) {
    Encoder.State state = encoder.state();
    return Map.of(
        "turns",
        state.turns().name().toLowerCase(Locale.ROOT),
        "gestures",
        state.gestures(),
        "atLimit",
        state.atLimit(),
        "refusal",
        state.refusal());
  }

  private void routes(RoutesConfig routes, List<Asset> assets) {
    routes.before(this::guard);
    for (Asset asset : assets) {
      routes.get(
          asset.path(), context -> context.contentType(asset.contentType()).result(asset.bytes()));
    }
    routes.get("/boot", this::boot);
    post(routes, "/api/lease", this::giveLease);
    for (String name : orders.names()) {
      post(routes, "/api/" + name, (context, body) -> carryOut(context, name, body));
    }
    post(routes, "/api/session/earlier", (_, body) -> earlier(body));
    routes.wsBeforeUpgrade("/live", this::guardUpgrade);
    routes.ws("/live", watchers::serve);
  }

  private void guard(Context context) {
    if (!doorman.knowsHost(context.header("Host"))) {
      throw new ForbiddenResponse("unknown host");
    }
    PageHeaders.put(context);
    visitors.admit(context);
  }

  private void guardUpgrade(Context context) {
    if (!doorman.knowsOrigin(context.header("Origin"), context.header("Host"))) {
      throw new ForbiddenResponse("wrong origin");
    }
    visitors.admit(context);
  }

  private void boot(Context context) {
    Map<String, Object> boot = new LinkedHashMap<>();
    boot.put("boot", doorman.bootId());
    boot.put("token", doorman.token());
    boot.put("zones", Zone.labels());
    boot.put(
        "cartridges", requests.mounting().cartridges().stream().map(CartridgeType::name).toList());
    boot.put("presets", requests.mounting().presets());
    boot.put(
        "pin",
        Map.of(
            "practitioner", pins.has(Role.PRACTITIONER), "technician", pins.has(Role.TECHNICIAN)));
    Json.answer(context, boot);
  }

  private interface Post {
    Map<String, ?> answer(Context context, JsonNode body);
  }

  private void post(RoutesConfig routes, String path, Post action) {
    routes.post(
        path,
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
    LOG.warn(
        "panel: {} {} from {} refused: {}", context.method(), context.path(), context.ip(), why);
    context.status(403);
    Json.answer(context, words(Orders.refused(why)));
  }

  private static void perform(Context context, Post action) {
    try {
      Map<String, ?> answer = action.answer(context, JSON.readTree(context.body()));
      context.status(Boolean.TRUE.equals(answer.get("done")) ? 200 : 409);
      Json.answer(context, answer);
    } catch (JacksonException | IllegalArgumentException _) {
      context.status(400);
      Json.answer(context, words(Orders.refused("not understood")));
    }
  }

  private static Map<String, ?> words(Answer answer) {
    return Map.of("done", answer.done(), "words", answer.words(), "code", answer.code());
  }

  private Map<String, ?> carryOut(Context context, String name, JsonNode body) {
    boolean arms = name.equals("arm");
    if (arms && Visitors.isVisit(context)) {
      return words(Orders.refused("only the screen at the machine arms it"));
    }
    Optional<Lease.Grant> grant = lease.of(body.path("lease").asString(""));
    Orders.Asked asked =
        new Orders.Asked(
            body.path("id").asString(""),
            grant.map(Lease.Grant::role).orElse(null),
            body.path("revision").asLong(-1),
            () -> clock.nowNs() / 1_000_000 > body.path("untilMs").asLong(0));
    // Before it is: an answer may fail to come though the machine arms.
    if (arms) {
      grant.ifPresent(by -> deadMan.armedBy(by.page(), clock.nowNs()));
    }
    Answer answer = orders.carryOut(name, asked, body);
    if (arms && !answer.done()) {
      deadMan.notArmed(requests.status().mode());
    }
    return words(answer);
  }

  /** Whose sessions they are is for who may command alone. */
  private Map<String, ?> earlier(JsonNode body) {
    if (lease.of(body.path("lease").asString("")).isEmpty()) {
      return words(Orders.refused("another page commands this machine; this one only watches"));
    }
    return Map.of(
        "done",
        true,
        "words",
        "",
        "sessions",
        requests.planning().earlier(body.path("client").asString("")).stream()
            .map(Panel::earlier)
            .toList());
  }

  private static Map<String, @Nullable Object> earlier(Planning.Earlier session) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>(CourseWords.of(session.course()));
    words.put("id", session.id().value());
    words.put("openedAt", session.id().openedAt().map(Object::toString).orElse(null));
    words.put("dots", session.dots());
    words.put("zones", StatusWords.zones(session.zones()));
    return words;
  }

  private Map<String, ?> giveLease(Context context, JsonNode body) {
    String page = body.path("page").asString("");
    if (!page.matches("[0-9a-f-]{8,64}")) {
      throw new IllegalArgumentException("a page needs a name");
    }
    String ticket = body.path("ticket").asString("");
    Optional<Lease.Grant> held = lease.of(ticket);
    // Who was let in before stays who that was.
    Role role =
        held.map(Lease.Grant::role)
            .orElseGet(() -> Role.of(body.path("role").asString("practitioner")));
    if (held.isEmpty() && !ticket.isEmpty() && pins.guard(role)) {
      return words(Orders.refused("this page commands no more: give the PIN"));
    }
    if (held.isEmpty()) {
      switch (pins.check(role, body.path("pin").asString(""), context.ip(), clock.nowNs())) {
        case RIGHT -> {}
        case WRONG -> {
          return words(new Answer(false, "refused: that is not the PIN", "pin_wrong"));
        }
        case WAIT -> {
          return words(
              new Answer(false, "refused: too many wrong PINs; wait, then try again", "pin_wait"));
        }
      }
    }
    return lease
        .take(
            page,
            role,
            body.path("takeOver").asBoolean(false),
            requests.status().mode() != org.stipple.controller.control.Mode.DISARMED,
            clock.nowNs())
        .<Map<String, ?>>map(grant ->
            Map.of(
                "done",
                true,
                "words",
                "this page commands",
                "lease",
                grant.secret(),
                "epoch",
                grant.epoch()))
        .orElseGet(
            () -> Map.of("done", false, "words", "refused: another page commands this machine"));
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.stop();
  }
}
