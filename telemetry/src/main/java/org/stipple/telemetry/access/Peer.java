package org.stipple.telemetry.access;

import java.util.Optional;
import org.stipple.telemetry.sparkplug.Topic;
import org.stipple.telemetry.upload.UploadTopic;

/** Who is at the other end of a connection, as the common name of its certificate says. */
public sealed interface Peer {

  /** The common name in its certificate. */
  String commonName();

  /** Whether it may call itself that in MQTT: nobody takes over another's connection. */
  boolean owns(String clientId);

  /**
   * A device.
   *
   * @param topic its address
   */
  record Device(UploadTopic topic) implements Peer {
    @Override
    public String commonName() {
      return topic.address();
    }

    /** Of its live connection. */
    public String clientId() {
      return topic.group() + "-" + topic.node();
    }

    /** Of its connection for records. */
    public String recordClientId() {
      return clientId() + "-record";
    }

    @Override
    public boolean owns(String clientId) {
      return clientId.equals(clientId()) || clientId.equals(recordClientId());
    }
  }

  /**
   * A clinic's server: its host application and its ingesters.
   *
   * @param id as in {@code spBv1.0/STATE/id}
   */
  record Host(String id) implements Peer {
    /** Before the id in a common name. */
    public static final String PREFIX = "host/";

    /** Checks the id. */
    public Host {
      Topic.checkId("host id", id);
    }

    @Override
    public String commonName() {
      return PREFIX + id;
    }

    @Override
    public boolean owns(String clientId) {
      return clientId.equals(id)
          || clientId.startsWith(id + "-ingest-")
          || clientId.startsWith(id + "-standby-");
    }
  }

  /** Reads a common name: {@code GROUP/NODE/DEVICE} or {@code host/ID}; empty for any other. */
  static Optional<Peer> of(String commonName) {
    String[] names = commonName.split("/", -1);
    try {
      return switch (names.length) {
        case 3 -> Optional.of(new Device(new UploadTopic(names[0], names[1], names[2])));
        case 2 -> names[0].equals("host") ? Optional.of(new Host(names[1])) : Optional.empty();
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * A device by its address.
   *
   * @throws IllegalArgumentException where it is none; says how one looks
   */
  static Device device(String address) {
    String[] names = address.split("/", -1);
    if (names.length != 3) {
      throw new IllegalArgumentException(
          "device '" + address + "': it is named GROUP/NODE/DEVICE, as in clinic/pi/chair-1");
    }
    return new Device(new UploadTopic(names[0], names[1], names[2]));
  }
}
