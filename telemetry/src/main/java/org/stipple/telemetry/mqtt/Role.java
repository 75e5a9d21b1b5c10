package org.stipple.telemetry.mqtt;

import java.io.IOException;
import java.util.Optional;

/**
 * What a connection is for. All calls come from the worker's one thread; none may block longer than
 * a publish does.
 */
public interface Role {
  /**
   * What the broker says for us when we fall silent, if anything; asked before each attempt to
   * connect.
   *
   * @throws IOException when it cannot be made; counts as a failed attempt
   */
  Optional<OutMessage> will() throws IOException;

  /**
   * The client id of the next attempt; asked before {@link #will}.
   *
   * @param usual that of the settings
   */
  default String clientId(String usual) {
    return usual;
  }

  /** The connection is up: subscribe, say hello. */
  void connected(Link link) throws MqttFailure;

  /** A message came. */
  void received(InMessage message, Link link) throws MqttFailure;

  /** Called after every wake and at least every 20 ms while the connection is up. */
  void work(Link link) throws MqttFailure;

  /**
   * Called about every 20 ms while there is no connection and none is being tried, and before each
   * attempt.
   */
  default void away() {}

  /**
   * Whether the broker tells the will after a polite end, too. Sparkplug 3.0 wants that of an edge
   * node on MQTT 5.
   */
  default boolean willAfterGoodbye() {
    return false;
  }

  /** The connection is about to be closed on purpose: say good-bye. */
  void closing(Link link) throws MqttFailure;
}
