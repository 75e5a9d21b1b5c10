package org.stipple.controller.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stipple.controller.board.PinName;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;

/** The pedal on the Pi, the e-stop on the board. */
final class PinContactsTest {

  private static final long NOW_NS = 5_000_000_000L;
  private static final long BOARD_NS = NOW_NS - 12_000_000;

  private final FakePins pins = new FakePins();
  private final Reports reports = new Reports();

  /** A board that says of its pedal what is not so: it has none. */
  private static final class Board implements Machine {
    @Override
    public void read(long nowNs, Reports into) {
      into.contactsReported = Contacts.ESTOP | Contacts.PEDAL_NO;
      into.contactsQueried = Contacts.ESTOP | Contacts.PEDAL_NO;
      into.contactsQueriedNs = BOARD_NS;
    }

    @Override
    public void write(Drive drive, long nowNs) {}
  }

  private PinContacts machine(int own) {
    GpioSettings settings =
        new GpioSettings(
            null,
            Map.of(
                PiLine.PEDAL_NO, new PinName("gpio5", 1, true),
                PiLine.PEDAL_NC, new PinName("gpio6", 1, true)),
            -1,
            20_000,
            50,
            null,
            null);
    return new PinContacts(new Board(), own, pins, settings);
  }

  @Test
  void takesThePedalFromThePiAndTheEstopFromTheBoard() {
    machine(Contacts.ESTOP).read(NOW_NS, reports);

    assertThat(reports.contactsReported).isEqualTo(Contacts.ESTOP | Contacts.PEDAL_NC);
    assertThat(reports.contactsQueried).isEqualTo(Contacts.ESTOP | Contacts.PEDAL_NC);
    assertThat(reports.contactsQueriedNs).isEqualTo(BOARD_NS);
  }

  @Test
  void linesThatCannotBeReadAnyMoreGrowOldWhateverTheBoardSays() {
    PinContacts machine = machine(0);
    machine.read(NOW_NS, reports);
    assertThat(reports.contactsQueriedNs).isEqualTo(NOW_NS);

    pins.gone = true;
    machine.read(NOW_NS + 80_000_000, reports);
    assertThat(reports.contactsQueriedNs).isEqualTo(NOW_NS);
  }
}
