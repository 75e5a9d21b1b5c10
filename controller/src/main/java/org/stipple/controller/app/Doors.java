package org.stipple.controller.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.hardware.LoopTimer;
import org.stipple.controller.hardware.RealTime;
import org.stipple.controller.hardware.RealTimeRight;
import org.stipple.controller.hardware.SerialLine;
import org.stipple.controller.hardware.WallClock;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.machine.Machine;
import org.stipple.telemetry.edge.DeviceProperties;

/**
 * Everything of the outside world that a host stands on.
 *
 * @param machine the machine
 * @param flight taps the line to the machine
 * @param loopClock paces the loop
 * @param wallClock dates records
 * @param trouble why the line to the machine is away, if it is
 * @param properties what the machine says it is made of, asked once it is ready
 * @param rights what the kernel grants the loop and what it refuses
 * @param rehearse what makes garbage or needs the compiler; over before the loop thread enters
 * @param enterLoop what the loop thread does right before its first tick
 * @param close lets go of the line and of the rights
 */
record Doors(
    Machine machine,
    FlightTap flight,
    LoopClock loopClock,
    InstantSource wallClock,
    Supplier<Optional<String>> trouble,
    Supplier<DeviceProperties> properties,
    List<RealTimeRight> rights,
    Runnable rehearse,
    Runnable enterLoop,
    Runnable close) {

  /** Twice is some 20,000 ticks, after which the compiler has seen all it needs. */
  private static final int REHEARSALS = 2;

  /** The real ones: the settings' serial port and the host's clocks. */
  static Doors real(Settings settings) {
    SerialLine line = new SerialLine(settings.line().port(), settings.line().baud());
    FlightTap flight = settings.flightMegabytes() > 0 ? FlightTap.recording() : FlightTap.off();
    BoardMachine machine =
        new BoardMachine(flight.over(line), settings.board(), settings.profile());
    LoopTimer timer = new LoopTimer();
    RealTime held = RealTime.hold();
    return new Doors(
        machine,
        flight,
        timer,
        new WallClock(),
        line::trouble,
        () ->
            new DeviceProperties(
                Version.text(), machine.dictionary().text("MCU"), machine.dictionary().version()),
        rights(held),
        () -> rehearse(timer),
        () -> RealTime.enter(RealTime.LOOP_PRIORITY, RealTime.loopProcessor()),
        () -> {
          line.close();
          held.close();
        });
  }

  private static List<RealTimeRight> rights(RealTime held) {
    List<RealTimeRight> rights = new ArrayList<>(held.rights());
    rights.addAll(RealTime.tryThread(RealTime.LOOP_PRIORITY, RealTime.loopProcessor()));
    return rights;
  }

  private static void rehearse(LoopTimer timer) {
    Rehearsal.warmUp(REHEARSALS);
    timer.rehearse();
    SerialLine.rehearse();
    System.gc();
  }
}
