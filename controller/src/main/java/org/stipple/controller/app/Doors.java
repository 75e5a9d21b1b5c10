package org.stipple.controller.app;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.controller.hardware.SerialLine;
import org.stipple.controller.hardware.WallClock;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.machine.Machine;
import org.stipple.telemetry.edge.DeviceProperties;

/**
 * Everything of the outside world that a host stands on.
 *
 * @param machine the machine
 * @param loopClock paces the loop
 * @param wallClock dates records
 * @param trouble why the line to the machine is away, if it is
 * @param properties what the machine says it is made of, asked once it is ready
 * @param close lets go of the line
 */
record Doors(
    Machine machine,
    LoopClock loopClock,
    InstantSource wallClock,
    Supplier<Optional<String>> trouble,
    Supplier<DeviceProperties> properties,
    Runnable close) {

  /** The real ones: the settings' serial port and the host's clocks. */
  static Doors real(Settings settings) {
    SerialLine line = new SerialLine(settings.line().port(), settings.line().baud());
    BoardMachine machine = new BoardMachine(line, settings.board(), settings.profile());
    return new Doors(
        machine,
        MonotonicClock.forLoop(),
        new WallClock(),
        line::trouble,
        () ->
            new DeviceProperties(
                Version.text(), machine.dictionary().text("MCU"), machine.dictionary().version()),
        line::close);
  }
}
