package org.stipple.telemetry.edge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.mqtt.InMessage;
import org.stipple.telemetry.sparkplug.MalformedPayload;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.PayloadCodec;
import org.stipple.telemetry.sparkplug.Topic;

/** Reads what is commanded: Rebirth is honoured, all the rest refused and counted. */
final class NodeCommands {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommands.class);

  private final AtomicLong refused = new AtomicLong();

  /** Metrics of NCMD other than Rebirth, messages of DCMD, and broken ones; any thread. */
  long refused() {
    return refused.get();
  }

  /** Whether a message asks for a Rebirth. */
  boolean wantsRebirth(InMessage message) {
    Optional<Topic> topic = Topic.parse(message.topic());
    if (topic.isPresent()
        && topic.get() instanceof Topic.OfNode node
        && node.type() == MessageType.NCMD) {
      return rebirthIn(message.payload());
    }
    refuse("a device command");
    return false;
  }

  private boolean rebirthIn(byte[] bytes) {
    boolean wanted = false;
    try {
      for (Metric metric : PayloadCodec.decode(bytes).metrics()) {
        if (metric.isNamed(NodeMetric.REBIRTH)
            && metric.value().equals(new MetricValue.Flag(true))) {
          wanted = true;
        } else {
          refuse("a node command that is not Rebirth");
        }
      }
    } catch (MalformedPayload e) {
      refuse("a broken node command: " + e.getMessage());
    }
    return wanted;
  }

  void refuse(String what) {
    long count = refused.incrementAndGet();
    // The 1st, 2nd, 4th, 8th...: a flood of commands must not become a flood of lines.
    if (Long.bitCount(count) == 1) {
      LOG.warn("refused {}; {} refused so far", what, count);
    }
  }
}
