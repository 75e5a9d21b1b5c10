package org.stipple.telemetry.edge;

import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.stipple.telemetry.mqtt.MqttStatus;
import org.stipple.telemetry.mqtt.MqttWorker;

/**
 * The machine on MQTT. Every call may come from any cold thread and returns at once; the broker may
 * be away at start, leave and come back.
 */
public final class EdgeNode implements AutoCloseable {
  /** Snapshots not looked at yet; beyond this many the oldest are dropped and counted. */
  private static final int SNAPSHOTS_MAX = 256;

  private final ArrayBlockingQueue<DeviceSnapshot> snapshots =
      new ArrayBlockingQueue<>(SNAPSHOTS_MAX);
  private final AtomicLong droppedSnapshots = new AtomicLong();
  private final EdgeRole role;
  private final MqttWorker worker;

  /** An edge node that does not run yet. */
  public EdgeNode(EdgeSettings settings) {
    this(settings, InstantSource.system());
  }

  EdgeNode(EdgeSettings settings, InstantSource clock) {
    this.role =
        new EdgeRole(
            settings, clock, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), snapshots);
    this.worker = new MqttWorker(settings.mqtt(), role, "stipple-edge-mqtt");
  }

  /** Begins on its own thread, "stipple-edge-mqtt"; call once. */
  public void start() {
    worker.start();
  }

  /** What the machine is made of; a change while the device is online is told as an event. */
  public void birthProperties(DeviceProperties properties) {
    role.properties(properties);
    worker.wake();
  }

  /** Whether the board is there: true brings DBIRTH, false DDEATH. False at first. */
  public void deviceOnline(boolean online) {
    role.online(online);
    worker.wake();
  }

  /**
   * The machine's latest values. Call it as often as something changes, and at least twice a
   * second: what is worth telling is decided here. While it cannot be told, it is kept for the
   * primary host, where one is named; otherwise only the latest is.
   */
  public void publish(DeviceSnapshot snapshot) {
    while (!snapshots.offer(snapshot)) {
      if (snapshots.poll() != null) {
        droppedSnapshots.incrementAndGet();
      }
    }
    worker.wake();
  }

  /** How it is doing. */
  public EdgeStatus status() {
    MqttStatus mqtt = worker.status();
    return new EdgeStatus(
        mqtt.connected(),
        mqtt.connects(),
        mqtt.sent(),
        role.births(),
        role.refusedCommands(),
        droppedSnapshots.get(),
        role.bdSeq(),
        mqtt.lastError(),
        role.primary());
  }

  /** Says good-bye (NDEATH), disconnects and ends the thread; waits at most 8 s. */
  @Override
  public void close() {
    worker.close();
  }
}
