package org.stipple.controller.panel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.session.Answer;
import org.stipple.controller.session.CartridgeRequest;
import org.stipple.controller.session.Requests;
import org.stipple.controller.session.SessionRequest;
import tools.jackson.databind.JsonNode;

/** What a page may order, by name, and what each order needs. Any thread. */
final class Orders {

  /** Answers of orders that may be asked for again. */
  private static final int REMEMBERED = 256;

  private static final long TURN_MS = 1_000;

  /**
   * What an order needs.
   *
   * @param leased the page must hold the lease
   * @param fresh the page must have seen the present revision
   * @param treats it is about a client: no technician's
   */
  private record Needs(boolean leased, boolean fresh, boolean treats) {
    static final Needs NOTHING = new Needs(false, false, false);
    static final Needs LEASE = new Needs(true, false, false);
    static final Needs SIGHT = new Needs(true, true, false);
    static final Needs CLIENT = new Needs(true, true, true);
  }

  /** What the machine is asked for. */
  private interface Action {
    Answer ask(Requests machine, JsonNode body, BooleanSupplier tooLate);
  }

  private record Order(Needs needs, Action action) {}

  /** Who orders, and what was seen. */
  record Asked(String id, @Nullable Role role, long seenRevision, BooleanSupplier tooLate) {}

  private final Requests requests;
  private final Feed feed;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<String, Answer> answered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > REMEMBERED;
        }
      };

  Orders(Requests requests, Feed feed) {
    this.requests = requests;
    this.feed = feed;
    add("stop", Needs.NOTHING, (asked, body) -> asked.stop());
    add("disarm", Needs.NOTHING, (asked, body) -> asked.disarm());
    orders.put("arm", new Order(Needs.SIGHT, (asked, body, tooLate) -> asked.arm(tooLate)));
    add("reset", Needs.SIGHT, (asked, body) -> asked.reset());
    add("acknowledge", Needs.LEASE, (asked, body) -> asked.acknowledge(whole(body, "occurrence")));
    add("pause-sound", Needs.LEASE, (asked, body) -> asked.pauseSound());
    add("frequency", Needs.LEASE, (asked, body) -> asked.setFrequency(number(body, "hz")));
    add("depth", Needs.LEASE, (asked, body) -> asked.setDepth(number(body, "mm")));
    add(
        "strokes",
        Needs.SIGHT,
        (asked, body) ->
            asked.setStrokes(
                text(body, "mode"), (int) whole(body, "strokes"), number(body, "everyS")));
    add("preset", Needs.SIGHT, (asked, body) -> asked.mounting().use(text(body, "name")));
    add("cartridge/mount", Needs.SIGHT, Orders::mount);
    add("cartridge/remove", Needs.SIGHT, (asked, body) -> asked.mounting().remove());
    add("session/open", Needs.CLIENT, Orders::open);
    add("session/resume", Needs.CLIENT, (asked, body) -> asked.resumeSession(text(body, "client")));
    add(
        "session/plan",
        Needs.CLIENT,
        (asked, body) -> asked.planning().zone(text(body, "zone"), (int) whole(body, "dots")));
    add(
        "session/layers",
        Needs.CLIENT,
        (asked, body) ->
            asked
                .planning()
                .layers(
                    (int) whole(body, "layer"),
                    (int) whole(body, "layers"),
                    text(body, "nextDue")));
    add(
        "session/pigment",
        Needs.CLIENT,
        (asked, body) ->
            asked
                .planning()
                .pigment(text(body, "shade"), text(body, "lot"), text(body, "expires")));
    add(
        "session/note",
        Needs.CLIENT,
        (asked, body) ->
            asked
                .planning()
                .note(
                    text(body, "session"),
                    text(body, "author"),
                    text(body, "reason"),
                    text(body, "text")));
    add("session/pause", Needs.CLIENT, (asked, body) -> asked.pause(text(body, "why")));
    add("session/go-on", Needs.CLIENT, (asked, _) -> asked.goOn());
    add("session/close", Needs.CLIENT, (asked, body) -> asked.closeSession());
    add("session/zone", Needs.CLIENT, (asked, body) -> asked.moveTo(text(body, "zone")));
  }

  private void add(String name, Needs needs, BiFunction<Requests, JsonNode, Answer> action) {
    orders.put(name, new Order(needs, (machine, body, _) -> action.apply(machine, body)));
  }

  /** The orders there are. */
  Iterable<String> names() {
    return orders.keySet();
  }

  /**
   * Carries out an order, or says why not. One that was answered before is not carried out again:
   * it gets its answer again.
   *
   * @throws IllegalArgumentException where the body is not as the order needs it
   */
  Answer carryOut(String name, Asked asked, JsonNode body) {
    Order order = orders.get(name);
    if (order == null) {
      throw new IllegalArgumentException("no order '" + name + "'");
    }
    Needs needs = order.needs();
    if (!needs.leased()) {
      return order.action().ask(requests, body, asked.tooLate());
    }
    if (asked.role() == null) {
      return refused("another page commands this machine; this one only watches");
    }
    if (asked.role() == Role.TECHNICIAN && needs.treats()) {
      return refused("a technician treats nobody");
    }
    return once(
        asked.id(),
        () -> {
          if (asked.tooLate().getAsBoolean()) {
            return refused("that order came too late to be meant any more");
          }
          if (needs.fresh() && asked.seenRevision() != feed.revision()) {
            return refused("something changed meanwhile: look, then ask again");
          }
          return order.action().ask(requests, body, asked.tooLate());
        });
  }

  /** Orders of one machine are carried out one after the other; STOP waits for none of them. */
  private Answer once(String id, Supplier<Answer> carryOut) {
    if (id.isEmpty() || id.length() > 64) {
      throw new IllegalArgumentException("an order needs an id of 1 to 64 characters");
    }
    try {
      // Not for ever: whoever waits here holds a thread that a STOP may need.
      if (!turn.tryLock(TURN_MS, TimeUnit.MILLISECONDS)) {
        return refused("another order is under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused("the panel is closing");
    }
    try {
      Answer before = answered.get(id);
      if (before != null) {
        return before;
      }
      Answer answer = carryOut.get();
      answered.put(id, answer);
      return answer;
    } finally {
      turn.unlock();
    }
  }

  static Answer refused(String why) {
    return new Answer(false, "refused: " + why);
  }

  private static Answer open(Requests asked, JsonNode body) {
    return asked.openSession(
        new SessionRequest(
            text(body, "client"),
            text(body, "consent"),
            body.path("adultConfirmed").asBoolean(false),
            text(body, "zone"),
            text(body, "practitioner"),
            text(body, "after"),
            body.path("touchUp").asBoolean(false)));
  }

  private static Answer mount(Requests asked, JsonNode body) {
    return asked
        .mounting()
        .mount(
            new CartridgeRequest(
                text(body, "type"),
                text(body, "lot"),
                text(body, "expires"),
                text(body, "serial")));
  }

  private static String text(JsonNode body, String name) {
    return body.path(name).asString("");
  }

  private static double number(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number");
    }
    return value.asDouble();
  }

  private static long whole(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException(name + " must be a whole number");
    }
    return value.asLong();
  }
}
