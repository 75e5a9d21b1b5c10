package org.stipple.controller.session;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.stipple.telemetry.edge.Backlog;
import org.stipple.telemetry.edge.DeviceSnapshot;

/**
 * Where live values go.
 *
 * @param snapshots takes a snapshot and returns at once
 * @param online is told whether the board is there
 * @param backlog what of the records the clinic has not acknowledged; empty where they go nowhere
 */
public record Live(
    Consumer<DeviceSnapshot> snapshots,
    Consumer<Boolean> online,
    Supplier<Optional<Backlog>> backlog) {

  /** Tells nobody. */
  public static Live nowhere() {
    return new Live(snapshot -> {}, online -> {}, Optional::empty);
  }
}
