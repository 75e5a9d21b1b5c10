package org.stipple.sim.ensemble;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The panel in a browser whose clock stands still unless a test lets it go on: what the page does
 * within a time of its own does not depend on how busy this computer is. Messages of the controller
 * come as they come. One thread.
 */
final class PanelPage {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PATIENCE = 600;
  private static final int STEP_MS = 20;

  private final Page page;
  private final CDPSession devtools;

  PanelPage(Page page) {
    this.page = page;
    devtools = page.context().newCDPSession(page);
  }

  Page page() {
    return page;
  }

  /** Lets the page's clock go on by so much; every timer and frame in it comes. */
  void run(long ms) {
    page.clock().runFor(ms);
  }

  /** The same in small steps, with a fresh message of the controller before each. */
  void live(long ms) {
    for (long left = ms; left > 0; left -= STEP_MS) {
      hear();
      run(Math.min(STEP_MS, left));
    }
  }

  /** Waits for the next message of the controller; the page's clock stands. */
  void hear() {
    long heard = number("() => relay.heard").longValue();
    for (int i = 0; i < PATIENCE; i++) {
      if (number("() => relay.heard").longValue() > heard) {
        return;
      }
      page.waitForTimeout(STEP_MS);
    }
    throw new AssertionError("the controller tells nothing");
  }

  /** Waits, on both clocks, until a function of the page says true. */
  void until(String function) {
    for (int i = 0; i < PATIENCE; i++) {
      if (is(function)) {
        return;
      }
      page.waitForTimeout(STEP_MS);
      run(STEP_MS);
    }
    throw new AssertionError("never: " + function + "; on the screen: " + text("#app"));
  }

  /** Waits until there is such an element. */
  void untilThere(String selector) {
    until("() => document.querySelector('" + selector + "') !== null");
  }

  boolean is(String function) {
    return Boolean.TRUE.equals(page.evaluate(function));
  }

  boolean isThere(String selector) {
    return is("() => document.querySelector('" + selector + "') !== null");
  }

  Number number(String function) {
    return (Number) page.evaluate(function);
  }

  String text(String selector) {
    return page.locator(selector).first().textContent();
  }

  /** The page's own time, ms. */
  double nowMs() {
    return number("() => performance.now()").doubleValue();
  }

  /** Shows the machine as that JSON has it, over what it tells, and paints. */
  void show(String over) {
    page.evaluate("over => relay.show(JSON.parse(over))", over);
    run(2 * STEP_MS);
  }

  /** What was ordered so far, by name. */
  List<String> orders() {
    return ordered().map(order -> order.path("name").asString("")).toList();
  }

  /** What was ordered so far under that name. */
  List<JsonNode> orders(String name) {
    return ordered()
        .filter(order -> order.path("name").asString("").equals(name))
        .map(order -> order.path("body"))
        .toList();
  }

  private Stream<JsonNode> ordered() {
    return JSON.<JsonNode>valueToTree(page.evaluate("() => relay.orders")).valueStream();
  }

  void forgetOrders() {
    page.evaluate("() => { relay.orders.length = 0; }");
  }

  /** Takes the lease, whoever has it; false where it was refused. */
  boolean takeOver() {
    return is("() => import('/link.js').then(l => l.takeLease(true)).then(a => a.done)");
  }

  /** A place on the glass, px. */
  record Spot(double x, double y) {}

  /** The middle of a key. */
  Spot middle(String selector) {
    BoundingBox box = page.locator(selector).boundingBox();
    return new Spot(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** As many fingers as spots are on the glass now; none lifts them all. */
  void touch(Spot... fingers) {
    send(fingers.length == 0 ? "touchEnd" : "touchStart", fingers);
  }

  /** The fingers slide there. */
  void slide(Spot... fingers) {
    send("touchMove", fingers);
  }

  private void send(String type, Spot... fingers) {
    ArrayNode points = JSON.createArrayNode();
    for (int i = 0; i < fingers.length; i++) {
      points.add(
          JSON.createObjectNode().put("x", fingers[i].x()).put("y", fingers[i].y()).put("id", i));
    }
    ObjectNode event = JSON.createObjectNode().put("type", type);
    event.set("touchPoints", points);
    devtools("Input.dispatchTouchEvent", event);
  }

  /** One finger, on and off, and what comes of it is painted. */
  void tap(String selector) {
    touch(middle(selector));
    touch();
    run(2 * STEP_MS);
  }

  /** Asks the browser itself. */
  JsonNode devtools(String method, @Nullable ObjectNode arguments) {
    com.google.gson.JsonObject given =
        com.google.gson.JsonParser.parseString(arguments == null ? "{}" : arguments.toString())
            .getAsJsonObject();
    return JSON.readTree(devtools.send(method, given).toString());
  }
}
