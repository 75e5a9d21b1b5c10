package org.stipple.telemetry.sparkplug;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Sparkplug topic: {@code spBv1.0/group/TYPE/node[/device]}, or {@code spBv1.0/STATE/host}.
 *
 * <p>Source: Sparkplug 3.0, chapter 4.
 */
public sealed interface Topic {
  /** First level of every topic. */
  String NAMESPACE = "spBv1.0";

  /** Everything of this namespace, as a subscription. */
  String ALL = NAMESPACE + "/#";

  /** Longest id taken in a topic, in characters. */
  int ID_LENGTH_MAX = 128;

  /** As it stands in a message. */
  String text();

  /**
   * Of an edge node.
   *
   * @param group the clinic
   * @param type a kind without a device
   * @param edgeNode the Pi
   */
  record OfNode(String group, MessageType type, String edgeNode) implements Topic {
    /** Checks ids and kind. */
    public OfNode {
      Topic.checkId("group", group);
      Topic.checkId("edge node", edgeNode);
      if (type.ofDevice()) {
        throw new IllegalArgumentException(type + " needs a device");
      }
    }

    @Override
    public String text() {
      return NAMESPACE + "/" + group + "/" + type + "/" + edgeNode;
    }
  }

  /**
   * Of a device.
   *
   * @param group the clinic
   * @param type a kind with a device
   * @param edgeNode the Pi
   * @param device the machine
   */
  record OfDevice(String group, MessageType type, String edgeNode, String device) implements Topic {
    /** Checks ids and kind. */
    public OfDevice {
      Topic.checkId("group", group);
      Topic.checkId("edge node", edgeNode);
      Topic.checkId("device", device);
      if (!type.ofDevice()) {
        throw new IllegalArgumentException(type + " has no device");
      }
    }

    @Override
    public String text() {
      return NAMESPACE + "/" + group + "/" + type + "/" + edgeNode + "/" + device;
    }
  }

  /**
   * Of a host application.
   *
   * @param host its id
   */
  record State(String host) implements Topic {
    /** Checks the id. */
    public State {
      Topic.checkId("host", host);
    }

    @Override
    public String text() {
      return NAMESPACE + "/STATE/" + host;
    }
  }

  /** Reads a topic; empty if it is none of Sparkplug's. */
  static Optional<Topic> parse(String text) {
    List<String> levels = List.of(text.split("/", -1));
    try {
      if (!levels.getFirst().equals(NAMESPACE)) {
        return Optional.empty();
      }
      if (levels.size() == 3 && levels.get(1).equals("STATE")) {
        return Optional.of(new State(levels.get(2)));
      }
      @Nullable MessageType type = levels.size() < 4 ? null : typeOf(levels.get(2));
      if (type == null || levels.size() != (type.ofDevice() ? 5 : 4)) {
        return Optional.empty();
      }
      return Optional.of(
          type.ofDevice()
              ? new OfDevice(levels.get(1), type, levels.get(3), levels.get(4))
              : new OfNode(levels.get(1), type, levels.get(3)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static @Nullable MessageType typeOf(String word) {
    for (MessageType type : MessageType.values()) {
      if (type.name().equals(word)) {
        return type;
      }
    }
    return null;
  }

  /** Checks an id of a topic: 1..128 characters, none of {@code / + #} and none of control. */
  static String checkId(String what, String id) {
    boolean clean = id.chars().noneMatch(c -> c == '/' || c == '+' || c == '#' || c < ' ');
    if (id.isBlank() || id.length() > ID_LENGTH_MAX || !clean) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + ID_LENGTH_MAX + " characters and none of / + #");
    }
    return id;
  }
}
