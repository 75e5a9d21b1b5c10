package org.stipple.telemetry.ingest;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.stipple.telemetry.sparkplug.HostState;

/**
 * Whether we are the one host application of our id that follows the devices. There is one seat:
 * the MQTT client id that equals the host id, of which a broker has one connection at a time and
 * ends the older for the newer. Who wants it first looks, on a connection of another name, at what
 * STATE says, and sits down when that is "offline" or nothing.
 *
 * <p>Every claim has a timestamp above all that were seen, so that edge nodes believe it although
 * the clocks of two hosts differ. Who hears a newer one than its own gets up and looks again.
 *
 * <p>For the connection's thread only.
 */
final class Seat {
  /** How long a broker may take to tell what it has retained. */
  private static final long LOOK_MS = 1_000;

  /** How often whoever sits says so again. */
  static final long SAY_MS = 20_000;

  /**
   * Who was not heard for so long is gone, whatever a broker still retains of it: one that lost its
   * power with the host has forgotten the will and kept the claim.
   */
  static final long SILENT_MS = 3 * SAY_MS;

  /** Those who stand by do not all rise at once. */
  private static final int HESITATE_MS_MAX = 300;

  private final InstantSource clock;
  private final String standbyId;
  private HostStatus.Part part = HostStatus.Part.LOOKING;
  private boolean claims;
  private boolean sits;
  private long claimMs = Long.MIN_VALUE;
  private long newestMs = Long.MIN_VALUE;
  private Optional<HostState> seen = Optional.empty();
  private long decideAtMs;
  private long heardAtMs;

  Seat(HostSettings settings, InstantSource clock) {
    this.clock = clock;
    String own = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    this.standbyId = settings.hostId() + "-standby-" + own;
  }

  HostStatus.Part part() {
    return part;
  }

  /** The timestamp of our claim: the same in the will and in the birth. */
  long claimMs() {
    return claimMs;
  }

  /** The name to connect by. */
  String clientId(String usual) {
    return claims ? usual : standbyId;
  }

  /** Before a connection is tried; true if it will be that of the seat. */
  boolean connects() {
    part = HostStatus.Part.LOOKING;
    seen = Optional.empty();
    sits = claims;
    // However this attempt ends, we look before we claim again.
    claims = false;
    if (sits) {
      claimMs = Math.max(clock.millis(), Math.min(newestMs, Long.MAX_VALUE - 1) + 1);
      newestMs = claimMs;
    }
    return sits;
  }

  /** The connection stands; true if we have the seat. */
  boolean connected(long monotonicMs) {
    decideAtMs = monotonicMs + LOOK_MS;
    heardAtMs = monotonicMs;
    part = sits ? HostStatus.Part.ACTIVE : HostStatus.Part.LOOKING;
    return sits;
  }

  /** What STATE of our own id says. */
  enum Heard {
    NOTHING,
    /** We are here, and it says that we are not. */
    DENIED,
    /** There is a newer claim than ours. */
    OVERTAKEN
  }

  Heard heard(HostState state, long monotonicMs) {
    newestMs = Math.max(newestMs, state.atMs());
    heardAtMs = monotonicMs;
    if (part != HostStatus.Part.ACTIVE) {
      seen = Optional.of(state);
      decideAtMs = monotonicMs + (state.online() ? 0 : hesitationMs(state));
      return Heard.NOTHING;
    }
    if (state.atMs() > claimMs) {
      return Heard.OVERTAKEN;
    }
    // An older claim that is online is that of one who ought to have gone: it is told as well.
    return state.online() && state.atMs() == claimMs ? Heard.NOTHING : Heard.DENIED;
  }

  /**
   * A broker may tell the will of one who went in order, when its line closes before the good-bye
   * was read. Then "offline" is older than the claim of whoever sits there by now, who denies it at
   * once: that is waited for.
   */
  private long hesitationMs(HostState offline) {
    return offline.atMs() < newestMs
        ? LOOK_MS
        : ThreadLocalRandom.current().nextInt(HESITATE_MS_MAX);
  }

  /** Whether the seat is free and ours to take; asked again and again while we have it not. */
  boolean isFree(long monotonicMs) {
    if (part == HostStatus.Part.ACTIVE || monotonicMs < decideAtMs) {
      return false;
    }
    boolean another =
        monotonicMs - heardAtMs < SILENT_MS
            && seen.map(s -> s.online() && s.atMs() != claimMs).orElse(false);
    part = another ? HostStatus.Part.STANDBY : HostStatus.Part.LOOKING;
    claims = !another;
    return claims;
  }
}
