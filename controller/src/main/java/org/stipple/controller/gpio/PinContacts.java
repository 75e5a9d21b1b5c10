package org.stipple.controller.gpio;

import org.stipple.controller.io.Pins;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;

/**
 * A machine some of whose contacts are on the Pi's own pins: footswitch, e-stop sense, encoder. A
 * contact on a pin is the pin's alone, whatever the machine behind says of it.
 *
 * <p>Lines that cannot be read any more let the levels grow old, which safety takes as a fault.
 */
public final class PinContacts implements Machine {

  private final Machine behind;
  private final int behindContacts;
  private final Pins pins;
  private final int onPins;
  private boolean lost;
  private int closed;
  private int encoder;
  private long seenNs;

  /**
   * Beside a machine.
   *
   * @param behindContacts contacts that are the machine's own, bits of {@link
   *     org.stipple.controller.machine.Contacts}
   */
  public PinContacts(Machine behind, int behindContacts, Pins pins, GpioSettings settings) {
    this.behind = behind;
    this.behindContacts = behindContacts;
    this.pins = pins;
    onPins = settings.contacts();
  }

  @Override
  public void read(long nowNs, Reports reports) {
    behind.read(nowNs, reports);
    lost |= !pins.look();
    if (!lost) {
      closed = GpioSettings.closed(pins.levels()) & onPins;
      encoder = GpioSettings.encoder(pins.levels());
      seenNs = nowNs;
    }
    reports.contactsReported = (reports.contactsReported & ~onPins) | closed;
    reports.contactsQueried = (reports.contactsQueried & ~onPins) | closed;
    boolean allOnPins = (behindContacts & ~onPins) == 0;
    reports.contactsQueriedNs = allOnPins ? seenNs : Math.min(seenNs, reports.contactsQueriedNs);
    reports.encoder = encoder;
  }

  @Override
  public void write(Drive drive, long nowNs) {
    behind.write(drive, nowNs);
  }
}
