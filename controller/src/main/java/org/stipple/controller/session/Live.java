package org.stipple.controller.session;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.stipple.telemetry.edge.DeviceSnapshot;

/**
 * Where live values go.
 *
 * @param snapshots takes a snapshot and returns at once
 * @param online is told whether the board is there
 * @param outlook how records and flight log are doing
 */
public record Live(
    Consumer<DeviceSnapshot> snapshots, Consumer<Boolean> online, Supplier<Outlook> outlook) {

  /** Tells nobody. */
  public static Live nowhere() {
    return new Live(snapshot -> {}, online -> {}, () -> Outlook.NONE);
  }
}
