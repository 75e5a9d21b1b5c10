package org.stipple.telemetry.ingest;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.stipple.telemetry.mqtt.MqttStatus;
import org.stipple.telemetry.mqtt.MqttWorker;

/**
 * Follows all devices of a broker, or stands by while another of the same id does. Every method may
 * be called by any thread.
 */
public final class HostApplication implements AutoCloseable {
  private final Refusals refusals = new Refusals();
  private final Fleet fleet;
  private final HostRole role;
  private final MqttWorker worker;

  /** A host application that does not run yet. */
  public HostApplication(HostSettings settings) {
    this(settings, InstantSource.system());
  }

  HostApplication(HostSettings settings, InstantSource clock) {
    this.fleet = new Fleet(settings.rebirthGapMs(), refusals);
    this.role = new HostRole(settings, fleet, refusals, clock, new Seat(settings, clock));
    this.worker = new MqttWorker(settings.mqtt(), role, "stipple-host-mqtt");
  }

  /** Begins on its own thread, "stipple-host-mqtt"; the broker may be away. Call once. */
  public void start() {
    worker.start();
  }

  /** What all devices say now. */
  public Live live() {
    return fleet.live();
  }

  /** A device's last minutes, oldest first; empty if there is no such device. */
  public List<TracePoint> trace(DeviceKey key) {
    return fleet.trace(key);
  }

  /** How it is doing. */
  public HostStatus status() {
    MqttStatus mqtt = worker.status();
    Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    refused.putAll(refusals.counts());
    if (mqtt.overflowed() > 0) {
      refused.put(Refusal.OVERFLOW, mqtt.overflowed());
    }
    return new HostStatus(
        mqtt.connected(),
        role.part(),
        role.takeovers(),
        mqtt.received(),
        fleet.gaps(),
        role.rebirthsAsked(),
        Map.copyOf(refused),
        mqtt.lastError());
  }

  /** Some of the messages that were not believed, the newest first. */
  public List<Refused> refused() {
    return refusals.kept();
  }

  /** Says that it goes (STATE), disconnects and ends the thread; waits at most 8 s. */
  @Override
  public void close() {
    worker.close();
  }
}
