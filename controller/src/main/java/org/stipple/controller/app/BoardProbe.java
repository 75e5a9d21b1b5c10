package org.stipple.controller.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.board.PinName;
import org.stipple.controller.board.Role;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.controller.hardware.SerialLine;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.wire.DataDictionary;

/** Brings a board to ready, as a start of the controller would, with every output off. */
final class BoardProbe {

  private static final long TICK_NS = 1_000_000;
  private static final long WAIT_NS = 5_000_000_000L;

  private BoardProbe() {}

  static List<Finding> examine(Settings settings) {
    List<Finding> findings = new ArrayList<>();
    try (SerialLine line = new SerialLine(settings.line().port(), settings.line().baud())) {
      BoardMachine machine = new BoardMachine(line, settings.board(), settings.profile());
      LinkState state = tickUntilKnown(machine);
      DataDictionary dictionary = machine.dictionary();
      Optional<String> reason = Optional.ofNullable(machine.reason()).or(line::trouble);
      if (state == LinkState.READY) {
        findings.add(
            Finding.ok(
                "board",
                dictionary.text("MCU") + ", firmware " + dictionary.version() + ", ready"));
      } else {
        String why = reason.orElse("no answer");
        findings.add(
            Finding.wrong(
                "board",
                settings.at(settings.keyNamedBy(why), why),
                state == LinkState.REFUSED
                    ? "change this key, or connect the board it was written for"
                    : "check cable, power, speed, and that the board runs Klipper's firmware"));
      }
      if (!dictionary.pinNames().isEmpty()) {
        pins(settings, dictionary, findings);
      }
    }
    return findings;
  }

  private static LinkState tickUntilKnown(BoardMachine machine) {
    MonotonicClock clock = new MonotonicClock();
    Reports reports = new Reports();
    Drive off = new Drive();
    long nowNs = clock.nowNs();
    long deadlineNs = nowNs + WAIT_NS;
    while (nowNs < deadlineNs) {
      machine.read(nowNs, reports);
      off.makeSafe();
      machine.write(off, nowNs);
      if (reports.link == LinkState.READY || reports.link == LinkState.REFUSED) {
        return reports.link;
      }
      clock.sleepUntilNs(nowNs + TICK_NS);
      nowNs = clock.nowNs();
    }
    return reports.link;
  }

  private static void pins(Settings settings, DataDictionary dictionary, List<Finding> findings) {
    int found = 0;
    for (Map.Entry<Role, PinName> pin : settings.board().pins().entrySet()) {
      if (dictionary.pin(pin.getValue().name()) != null) {
        found++;
        continue;
      }
      String key = "pins." + pin.getKey().key();
      findings.add(
          Finding.wrong(
              "pins",
              settings.at(key, "is '" + pin.getValue() + "', which this board has not"),
              "allowed: " + dictionary.pinNames()));
    }
    findings.add(
        Finding.ok("pins", found + " of " + settings.board().pins().size() + " are on this board"));
  }
}
