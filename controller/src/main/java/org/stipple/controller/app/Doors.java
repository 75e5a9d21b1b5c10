package org.stipple.controller.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.gpio.GpioMachine;
import org.stipple.controller.gpio.GpioSettings;
import org.stipple.controller.gpio.PinContacts;
import org.stipple.controller.gpio.Shortcomings;
import org.stipple.controller.hardware.LoopTimer;
import org.stipple.controller.hardware.PiPins;
import org.stipple.controller.hardware.PinsRefused;
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
 * @param shortcomings what this way to the machine cannot promise, in words
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
    List<String> shortcomings,
    Supplier<DeviceProperties> properties,
    List<RealTimeRight> rights,
    Runnable rehearse,
    Runnable enterLoop,
    Runnable close) {

  /** Twice is some 20,000 ticks, after which the compiler has seen all it needs. */
  private static final int REHEARSALS = 2;

  /**
   * The real ones: the settings' serial port or pins, and the host's clocks.
   *
   * @throws PinsRefused where the settings name pins that cannot be had
   */
  static Doors real(Settings settings) throws PinsRefused {
    return settings.onPins() ? onPins(settings) : onBoard(settings);
  }

  private static Doors onBoard(Settings settings) throws PinsRefused {
    // Contacts on pins are not in the flight log, and without them it would play another host.
    boolean recorded = settings.flightMegabytes() > 0 && settings.gpio().isEmpty();
    FlightTap flight = recorded ? FlightTap.recording() : FlightTap.off();
    Optional<PiPins> pins =
        settings.gpio().isPresent()
            ? Optional.of(PiPins.open(settings.gpio().get(), false))
            : Optional.empty();
    SerialLine line = new SerialLine(settings.line().port(), settings.line().baud());
    BoardMachine board = new BoardMachine(flight.over(line), settings.board(), settings.profile());
    Machine machine = board;
    if (pins.isPresent()) {
      int own = settings.board().equipment().contacts();
      machine = new PinContacts(board, own, pins.get(), settings.gpio().orElseThrow());
    }
    LoopTimer timer = new LoopTimer();
    RealTime held = RealTime.hold();
    return new Doors(
        machine,
        flight,
        timer,
        new WallClock(),
        line::trouble,
        List.of(),
        () ->
            new DeviceProperties(
                Version.text(), board.dictionary().text("MCU"), board.dictionary().version()),
        rights(held),
        () -> {
          rehearse(timer);
          pins.ifPresent(PiPins::rehearse);
          SerialLine.rehearse();
          System.gc();
        },
        () -> RealTime.enter(RealTime.LOOP_PRIORITY, RealTime.loopProcessor()),
        () -> {
          line.close();
          pins.ifPresent(PiPins::close);
          held.close();
        });
  }

  private static Doors onPins(Settings settings) throws PinsRefused {
    GpioSettings gpio = settings.gpio().orElseThrow();
    PiPins pins = PiPins.open(gpio, true);
    LoopTimer timer = new LoopTimer();
    RealTime held = RealTime.hold();
    return new Doors(
        new GpioMachine(pins, gpio, settings.profile()),
        FlightTap.off(),
        timer,
        new WallClock(),
        Optional::empty,
        Shortcomings.of(gpio),
        () -> new DeviceProperties(Version.text(), PiPins.model(), "no firmware: pins of the Pi"),
        rights(held),
        () -> {
          rehearse(timer);
          pins.rehearse();
          System.gc();
        },
        () -> RealTime.enter(RealTime.LOOP_PRIORITY, RealTime.loopProcessor()),
        () -> {
          pins.close();
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
  }
}
