package org.stipple.telemetry.edge;

import java.util.Optional;
import org.stipple.telemetry.sparkplug.HostState;

/**
 * Whether the primary host application is there, by its STATE messages. One with a timestamp below
 * that of the last one that counted is a voice from the past and counts for nothing.
 *
 * <p>Source: Sparkplug 3.0, sections 5.4 and 5.5. For the connection's thread only.
 */
final class HostWatch {
  /** What a message changed. */
  enum Change {
    NONE,
    CAME,
    /** It was online, and is so anew: another life of it, which has heard nothing yet. */
    CAME_AGAIN,
    WENT,
    /** It was not understood, or came from the past. */
    REFUSED
  }

  private static final long NEVER = Long.MIN_VALUE;

  private long lastMs = NEVER;
  private boolean online;

  boolean online() {
    return online;
  }

  /** When the host last spoke, by its own clock, ms since 1970 UTC; empty if never. */
  Optional<Long> lastMs() {
    return lastMs == NEVER ? Optional.empty() : Optional.of(lastMs);
  }

  /** On a new connection nothing is known until the broker tells what it has retained. */
  void connectionLost() {
    online = false;
  }

  Change heard(byte[] message) {
    Optional<HostState> state = HostState.parse(message);
    if (state.isEmpty() || state.get().atMs() < lastMs) {
      return Change.REFUSED;
    }
    boolean before = online;
    boolean newer = state.get().atMs() > lastMs;
    lastMs = state.get().atMs();
    online = state.get().online();
    if (online == before) {
      return online && newer ? Change.CAME_AGAIN : Change.NONE;
    }
    return online ? Change.CAME : Change.WENT;
  }
}
