package org.stipple.telemetry.ingest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stipple.telemetry.sparkplug.DeviceMetric;

/** The sessions live data told of; the oldest are forgotten beyond a limit. */
final class SessionList {
  static final int SESSIONS_MAX = 500;

  private record Key(DeviceKey device, String id) {}

  private final Map<Key, LiveSession> sessions = new LinkedHashMap<>();

  /** The session each device was last in, and whether its fault was latched. */
  private final Map<DeviceKey, String> current = new LinkedHashMap<>();

  private final Map<DeviceKey, Boolean> faulted = new LinkedHashMap<>();

  /** Looks at a device after each of its messages. */
  void follow(Device device, long nowMs) {
    String id = device.text(DeviceMetric.SESSION_ID);
    String before = current.getOrDefault(device.key, "");
    if (!id.equals(before)) {
      sessions.computeIfPresent(new Key(device.key, before), (_, session) -> ended(session));
      current.put(device.key, id);
    }
    boolean fault = device.flag(DeviceMetric.FAULT_ACTIVE);
    boolean faultRaised = fault && !faulted.getOrDefault(device.key, false);
    faulted.put(device.key, fault);
    if (!id.isEmpty()) {
      sessions.merge(
          new Key(device.key, id),
          seen(device, id, nowMs, faultRaised ? 1 : 0),
          SessionList::joined);
      while (sessions.size() > SESSIONS_MAX) {
        sessions.remove(sessions.keySet().iterator().next());
      }
    }
  }

  /** The newest first. */
  List<LiveSession> newestFirst() {
    return List.copyOf(sessions.values()).reversed();
  }

  private static LiveSession seen(Device device, String id, long nowMs, int faults) {
    return new LiveSession(
        device.key,
        id,
        nowMs,
        nowMs,
        true,
        device.text(DeviceMetric.SESSION_ZONE),
        device.whole(DeviceMetric.STROKES),
        device.real(DeviceMetric.SESSION_NEEDLE_ON),
        faults);
  }

  private static LiveSession joined(LiveSession before, LiveSession now) {
    return new LiveSession(
        now.device(),
        now.id(),
        before.seenAtMs(),
        now.heardAtMs(),
        true,
        now.zone(),
        now.strokes(),
        now.needleOnS(),
        before.faults() + now.faults());
  }

  private static LiveSession ended(LiveSession session) {
    return new LiveSession(
        session.device(),
        session.id(),
        session.seenAtMs(),
        session.heardAtMs(),
        false,
        session.zone(),
        session.strokes(),
        session.needleOnS(),
        session.faults());
  }
}
