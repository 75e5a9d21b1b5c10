package org.stipple.telemetry.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.ingest.HostStatus;
import org.stipple.telemetry.ingest.Live;
import org.stipple.telemetry.ingest.LiveDevice;
import org.stipple.telemetry.ingest.LiveSession;
import org.stipple.telemetry.ingest.TracePoint;
import org.stipple.telemetry.sparkplug.MetricValue;

/** What the page's script gets: plain values, and ages instead of times of two clocks. */
final class LiveView {
  /** A device that is online is heard once a second; three missed and it is called stale. */
  static final long STALE_MS = 3_000;

  /**
   * The whole page.
   *
   * @param nowMs our clock, ms since 1970 UTC
   * @param brokerConnected whether the broker is there
   * @param brokerError why not, if known
   */
  record Page(
      long nowMs,
      boolean brokerConnected,
      Optional<String> brokerError,
      HostStatus host,
      List<DeviceRow> devices,
      List<SessionRow> sessions) {}

  /**
   * A device.
   *
   * @param presence online, stale or offline
   * @param ageMs since it was last heard, ms
   * @param values by metric name; null where not known
   */
  record DeviceRow(
      String group,
      String node,
      String device,
      String presence,
      long ageMs,
      boolean incomplete,
      Map<String, @Nullable Object> values,
      Map<String, String> units) {}

  /**
   * A session.
   *
   * @param ageMs since it was last heard of, ms
   */
  record SessionRow(
      String group,
      String device,
      String id,
      long seenAtMs,
      long ageMs,
      boolean open,
      String zone,
      long strokes,
      @Nullable Double needleOnS,
      int faults) {}

  /**
   * A chart: columns of equal length.
   *
   * @param ageS seconds ago
   */
  record Chart(
      List<Double> ageS,
      List<@Nullable Double> setpointHz,
      List<@Nullable Double> measuredHz,
      List<@Nullable Double> currentMilliamps) {}

  private LiveView() {}

  static Page page(Live live, HostStatus host, long nowMs) {
    List<DeviceRow> devices = live.devices().stream().map(d -> row(d, nowMs)).toList();
    List<SessionRow> sessions = live.sessions().stream().map(s -> row(s, nowMs)).toList();
    return new Page(nowMs, host.connected(), host.lastError(), host, devices, sessions);
  }

  static Chart chart(List<TracePoint> trace, long nowMs) {
    List<Double> age = new ArrayList<>();
    List<@Nullable Double> setpoint = new ArrayList<>();
    List<@Nullable Double> measured = new ArrayList<>();
    List<@Nullable Double> current = new ArrayList<>();
    for (TracePoint point : trace) {
      age.add((nowMs - point.atMs()) / 1000.0);
      setpoint.add(orNull(point.setpointHz()));
      measured.add(orNull(point.measuredHz()));
      current.add(orNull(point.currentMilliamps()));
    }
    return new Chart(age, setpoint, measured, current);
  }

  /** The word for how fresh a device's values are. */
  static String presence(boolean online, long ageMs) {
    return !online ? "offline" : ageMs > STALE_MS ? "stale" : "online";
  }

  private static DeviceRow row(LiveDevice device, long nowMs) {
    long ageMs = Math.max(0, nowMs - device.heardAtMs());
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    new TreeMap<>(device.values()).forEach((name, value) -> values.put(name, plain(value)));
    return new DeviceRow(
        device.key().group(),
        device.key().edgeNode(),
        device.key().device(),
        presence(device.online(), ageMs),
        ageMs,
        device.incomplete(),
        values,
        device.units());
  }

  private static SessionRow row(LiveSession session, long nowMs) {
    return new SessionRow(
        session.device().group(),
        session.device().device(),
        session.id(),
        session.seenAtMs(),
        Math.max(0, nowMs - session.heardAtMs()),
        session.open(),
        session.zone(),
        session.strokes(),
        orNull(session.needleOnS()),
        session.faults());
  }

  private static @Nullable Object plain(MetricValue value) {
    return switch (value) {
      case MetricValue.Unknown _ -> null;
      case MetricValue.Flag flag -> flag.value();
      case MetricValue.Whole whole -> whole.value();
      case MetricValue.Real real -> real.value();
      case MetricValue.Text text -> text.value();
    };
  }

  private static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
