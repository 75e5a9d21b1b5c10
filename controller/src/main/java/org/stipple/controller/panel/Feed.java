package org.stipple.controller.panel;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What pages are told: a snapshot first, then what changed. Every message bears the controller's
 * life ({@code boot}) and a number; a page that misses one asks for a new snapshot. Any thread.
 */
final class Feed {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Told by {@code ctl} alone: large, and nothing to look at while working. */
  private static final List<String> LEFT_OUT =
      List.of(
          "loopUs",
          "loopLacks",
          "latenessUsP50",
          "latenessUsP99",
          "latenessUsP999",
          "latenessUsMax",
          "flight",
          "duty",
          "retransmits");

  /** Changes of these mean that a page which has not seen them does not know what it asks for. */
  private static final List<String> REVISED =
      List.of(
          "session", "cartridge", "faultOccurrence", "fault", "strokeMode", "tapStrokes", "skin");

  private final String boot;
  private ObjectNode last = JSON.createObjectNode();
  private List<String> revised = List.of();
  private long revision;
  private long seq;

  Feed(String boot) {
    this.boot = boot;
  }

  /** What an order must have seen. */
  synchronized long revision() {
    return revision;
  }

  /** Takes in the present state; the message tells what changed since the last one. */
  synchronized String next(Map<String, ?> words) {
    ObjectNode now = JSON.valueToTree(words);
    LEFT_OUT.forEach(now::remove);
    revise(now);
    now.put("revision", revision);
    ObjectNode changes = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : now.properties()) {
      if (!entry.getValue().equals(last.get(entry.getKey()))) {
        changes.set(entry.getKey(), entry.getValue());
      }
    }
    last = now;
    seq++;
    return message("delta", changes);
  }

  /** A session's clocks and counters run: only who it is and where counts. */
  private void revise(ObjectNode now) {
    List<String> values =
        REVISED.stream()
            .map(key ->
                switch (key) {
                  case "session" ->
                      now.path(key).path("id")
                          + " "
                          + now.path(key).path("zone")
                          + " "
                          + now.path(key).path("pause").path("why");
                  case "cartridge" ->
                      now.path(key).path("lot") + " " + now.path(key).path("serial");
                  default -> String.valueOf(now.get(key));
                })
            .toList();
    if (!values.equals(revised)) {
      revised = values;
      revision++;
    }
  }

  /** All of the state that was told last. */
  synchronized String snapshot() {
    return message("snapshot", last);
  }

  private String message(String kind, ObjectNode state) {
    ObjectNode message =
        JSON.createObjectNode().put("kind", kind).put("boot", boot).put("seq", seq);
    message.set("state", state);
    return JSON.writeValueAsString(message);
  }
}
