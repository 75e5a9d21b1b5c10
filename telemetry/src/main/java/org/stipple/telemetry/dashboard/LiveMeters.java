package org.stipple.telemetry.dashboard;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.stipple.telemetry.ingest.HostApplication;
import org.stipple.telemetry.ingest.HostStatus;
import org.stipple.telemetry.ingest.LiveDevice;
import org.stipple.telemetry.ingest.Refusal;

/** What whoever watches the server gets to see of the live data. */
final class LiveMeters {
  private LiveMeters() {}

  /** Registers the meters of a host application. */
  static void register(HostApplication host, MeterRegistry meters) {
    gauge("stipple.live.connected", status -> status.connected() ? 1 : 0, host, meters);
    gauge(
        "stipple.live.active",
        status -> status.part() == HostStatus.Part.ACTIVE ? 1 : 0,
        host,
        meters);
    Gauge.builder(
            "stipple.live.devices.online",
            host,
            one -> one.live().devices().stream().filter(LiveDevice::online).count())
        .register(meters);
    counter("stipple.live.takeovers", HostStatus::takeovers, host, meters);
    counter("stipple.live.messages", HostStatus::messages, host, meters);
    counter("stipple.live.gaps", HostStatus::gaps, host, meters);
    counter("stipple.live.rebirths.asked", HostStatus::rebirthsAsked, host, meters);
    for (Refusal why : Refusal.values()) {
      FunctionCounter.builder("stipple.live.refused", host, one -> one.status().refused(why))
          .tag("reason", why.label())
          .register(meters);
    }
  }

  private static void gauge(
      String name, ToDoubleFunction<HostStatus> of, HostApplication host, MeterRegistry meters) {
    Gauge.builder(name, host, one -> of.applyAsDouble(one.status())).register(meters);
  }

  private static void counter(
      String name, ToDoubleFunction<HostStatus> of, HostApplication host, MeterRegistry meters) {
    FunctionCounter.builder(name, host, one -> of.applyAsDouble(one.status())).register(meters);
  }
}
