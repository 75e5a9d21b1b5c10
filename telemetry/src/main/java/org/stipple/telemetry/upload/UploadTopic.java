package org.stipple.telemetry.upload;

import java.util.Optional;
import org.stipple.telemetry.sparkplug.Topic;

/**
 * The topics of a device's records, beside Sparkplug's and named alike: {@code
 * stipple/1/GROUP/NODE/DEVICE/record} and {@code .../receipt}.
 *
 * @param group the clinic
 * @param node the Pi
 * @param device the machine
 */
public record UploadTopic(String group, String node, String device) {

  private static final String ROOT = "stipple/1/";
  private static final String RECORD = "/record";
  private static final String RECEIPT = "/receipt";

  /** What an ingester subscribes to: each chunk goes to one of those that share it. */
  public static final String SHARED = "$share/ingest/" + ROOT + "+/+/+" + RECORD;

  /** Checks the names. */
  public UploadTopic {
    Topic.checkId("group", group);
    Topic.checkId("edge node", node);
    Topic.checkId("device", device);
  }

  /** Where the device's chunks go. */
  public String record() {
    return ROOT + address() + RECORD;
  }

  /** Where its receipts come from. */
  public String receipt() {
    return receiptOf(address());
  }

  /** Where the receipts of the device at that address come from. */
  public static String receiptOf(String address) {
    return ROOT + address + RECEIPT;
  }

  /** GROUP/NODE/DEVICE. */
  public String address() {
    return group + "/" + node + "/" + device;
  }

  /** Of a chunk's topic; empty for any other. */
  public static Optional<UploadTopic> ofRecord(String topic) {
    if (!topic.startsWith(ROOT) || !topic.endsWith(RECORD)) {
      return Optional.empty();
    }
    String[] names =
        topic.substring(ROOT.length(), topic.length() - RECORD.length()).split("/", -1);
    try {
      return names.length == 3
          ? Optional.of(new UploadTopic(names[0], names[1], names[2]))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
