package org.stipple.telemetry.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * All edge nodes and devices that were heard, by the rules of a Sparkplug 3.0 host application.
 * Knows no connection: a message goes in, and whether its node must be asked for a Rebirth comes
 * out.
 *
 * <p>Threading: its methods are synchronized.
 */
final class Fleet {
  static final int NODES_MAX = 2_000;
  static final int STRANGERS_MAX = 500;
  static final int DEVICES_A_NODE_MAX = 16;

  private record NodeKey(String group, String edgeNode) {}

  private final Map<NodeKey, Node> nodes = new HashMap<>();

  /**
   * Who spoke and is not born, so that each is asked for its birth once in a while; the oldest are
   * forgotten, so that a flood of made-up names leaves room for those that are born.
   */
  private final Map<NodeKey, Node> strangers = new LinkedHashMap<>();

  private final SessionList sessions = new SessionList();
  private final long rebirthGapMs;
  private final Refusals refusals;
  private long gaps;

  Fleet(long rebirthGapMs, Refusals refusals) {
    this.rebirthGapMs = rebirthGapMs;
    this.refusals = refusals;
  }

  /** What must be done after a message. */
  enum Answer {
    NOTHING,
    ASK_FOR_REBIRTH
  }

  /** A message of an edge node. */
  synchronized Answer take(Topic.OfNode topic, Payload payload, long monotonicMs) {
    return switch (topic.type()) {
      case NBIRTH -> {
        @Nullable Node node = nodeOrNew(topic);
        if (node != null) {
          born(node, payload);
        }
        yield Answer.NOTHING;
      }
      case NDEATH -> {
        dead(topic, payload);
        yield Answer.NOTHING;
      }
      case NDATA -> {
        Node node = nodeOrStranger(topic.group(), topic.edgeNode());
        yield inOrder(node, payload) ? Answer.NOTHING : ask(node, monotonicMs);
      }
      // Commands are for edge nodes; ours come back to us by the same subscription.
      case NCMD, DCMD, DBIRTH, DDEATH, DDATA -> Answer.NOTHING;
    };
  }

  /** A message of a device. */
  synchronized Answer take(Topic.OfDevice topic, Payload payload, long nowMs, long monotonicMs) {
    return switch (topic.type()) {
      case DBIRTH, DDATA, DDEATH -> deviceSays(topic, payload, nowMs, monotonicMs);
      case DCMD, NCMD, NBIRTH, NDEATH, NDATA -> Answer.NOTHING;
    };
  }

  private Answer deviceSays(Topic.OfDevice topic, Payload payload, long nowMs, long monotonicMs) {
    Node node = nodeOrStranger(topic.group(), topic.edgeNode());
    boolean whole = inOrder(node, payload);
    if (!node.online) {
      // Its own birth was missed, and with it the number by which its death would be known: a
      // device taken for online now might stay so for ever. The Rebirth brings both again.
      refusals.count(Refusal.NOT_BORN, 1);
      return ask(node, monotonicMs);
    }
    // Only a birth makes a device: data of an unknown one is a reason to ask, not to believe.
    @Nullable Device device =
        topic.type() == MessageType.DBIRTH
            ? deviceOrNew(node, topic)
            : node.devices.get(topic.device());
    if (device == null) {
      if (topic.type() != MessageType.DBIRTH) {
        refusals.count(Refusal.NOT_BORN, 1);
        whole = false;
      }
      return whole ? Answer.NOTHING : ask(node, monotonicMs);
    }
    switch (topic.type()) {
      case DBIRTH -> device.born(payload.metrics());
      case DDEATH -> device.online = false;
      case DDATA -> {
        if (device.online) {
          int unknown = device.told(payload.metrics(), aheadMs(payload, nowMs));
          refusals.count(Refusal.UNKNOWN_METRIC, unknown);
          whole &= unknown == 0;
        } else {
          refusals.count(Refusal.NOT_BORN, 1);
          whole = false;
        }
      }
      case DCMD, NCMD, NBIRTH, NDEATH, NDATA -> throw new AssertionError(topic.type());
    }
    device.heardAtMs = nowMs;
    if (device.online && tellsOfNow(payload)) {
      device.trace(nowMs);
      sessions.follow(device, nowMs);
    }
    return whole ? Answer.NOTHING : ask(node, monotonicMs);
  }

  /** Our clock less the device's, as far as it told its own, ms. */
  private static long aheadMs(Payload payload, long nowMs) {
    return payload.atMs() == 0 ? 0 : nowMs - payload.atMs();
  }

  /** A message of the past alone says nothing of what is. */
  private static boolean tellsOfNow(Payload payload) {
    return payload.metrics().isEmpty() || !payload.metrics().stream().allMatch(Metric::historical);
  }

  /** The broker is gone: nobody is known to be online any more. */
  synchronized void brokerLost() {
    for (Node node : nodes.values()) {
      node.dies();
      node.bdSeq = Node.NOT_BORN;
    }
  }

  /** Everything, for the page. */
  synchronized Live live() {
    List<LiveDevice> devices = new ArrayList<>();
    for (Node node : nodes.values()) {
      node.devices.values().forEach(device -> devices.add(device.live(node.incomplete)));
    }
    devices.sort(Comparator.comparing(LiveDevice::key));
    return new Live(List.copyOf(devices), sessions.newestFirst());
  }

  /** A device's last minutes, oldest first; empty if there is no such device. */
  synchronized List<TracePoint> trace(DeviceKey key) {
    @Nullable Node node = nodes.get(new NodeKey(key.group(), key.edgeNode()));
    @Nullable Device device = node == null ? null : node.devices.get(key.device());
    return device == null ? List.of() : device.trace();
  }

  synchronized long gaps() {
    return gaps;
  }

  private void born(Node node, Payload payload) {
    node.dies();
    node.online = true;
    node.incomplete = false;
    node.bdSeq = bdSeq(payload).orElse(Node.NOT_BORN);
    node.nextSeq = (payload.seq().orElse(0) + 1) & 0xFF;
  }

  private void dead(Topic.OfNode topic, Payload payload) {
    @Nullable Node node = nodes.get(new NodeKey(topic.group(), topic.edgeNode()));
    OptionalLong bdSeq = bdSeq(payload);
    // The will of an earlier life may come after the birth of the present one.
    if (node == null || bdSeq.isEmpty() || bdSeq.getAsLong() != node.bdSeq) {
      refusals.count(Refusal.OLD_DEATH, 1);
      return;
    }
    node.dies();
  }

  /** Checks the sequence number; a node that is not born is not in order either. */
  private boolean inOrder(Node node, Payload payload) {
    if (!node.online || payload.seq().isEmpty()) {
      return false;
    }
    int seq = payload.seq().getAsInt();
    boolean expected = seq == node.nextSeq;
    if (!expected) {
      gaps++;
    }
    node.nextSeq = (seq + 1) & 0xFF;
    return expected && !node.incomplete;
  }

  private Answer ask(Node node, long monotonicMs) {
    node.incomplete = true;
    if (monotonicMs - node.rebirthAskedAtMs < rebirthGapMs) {
      return Answer.NOTHING;
    }
    node.rebirthAskedAtMs = monotonicMs;
    return Answer.ASK_FOR_REBIRTH;
  }

  private @Nullable Node nodeOrNew(Topic.OfNode topic) {
    NodeKey key = new NodeKey(topic.group(), topic.edgeNode());
    @Nullable Node node = nodes.get(key);
    if (node == null && nodes.size() < NODES_MAX) {
      @Nullable Node stranger = strangers.remove(key);
      node = stranger == null ? new Node() : stranger;
      nodes.put(key, node);
    }
    if (node == null) {
      refusals.count(Refusal.BEYOND_LIMIT, 1);
    }
    return node;
  }

  /** Only a birth makes a node; whoever speaks without one is asked for it. */
  private Node nodeOrStranger(String group, String edgeNode) {
    NodeKey key = new NodeKey(group, edgeNode);
    @Nullable Node known = nodes.get(key);
    if (known != null) {
      return known;
    }
    Node stranger = strangers.computeIfAbsent(key, _ -> new Node());
    if (strangers.size() > STRANGERS_MAX) {
      strangers.remove(strangers.keySet().iterator().next());
    }
    return stranger;
  }

  private @Nullable Device deviceOrNew(Node node, Topic.OfDevice topic) {
    @Nullable Device device = node.devices.get(topic.device());
    if (device == null && node.devices.size() < DEVICES_A_NODE_MAX) {
      device = new Device(new DeviceKey(topic.group(), topic.edgeNode(), topic.device()));
      node.devices.put(topic.device(), device);
    }
    if (device == null) {
      refusals.count(Refusal.BEYOND_LIMIT, 1);
    }
    return device;
  }

  private static OptionalLong bdSeq(Payload payload) {
    for (Metric metric : payload.metrics()) {
      if (metric.isNamed(NodeMetric.BD_SEQ) && metric.value() instanceof MetricValue.Whole whole) {
        return OptionalLong.of(whole.value());
      }
    }
    return OptionalLong.empty();
  }
}
