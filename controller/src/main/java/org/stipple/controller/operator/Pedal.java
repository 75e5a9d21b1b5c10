package org.stipple.controller.operator;

import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;

/**
 * The footswitch and the sensed channel of the e-stop, from the contact masks.
 *
 * <p>Every fitted contact is seen two ways, by change reports and by level queries. The pedal is
 * pressed only while all of them say so; a single one that says otherwise releases it at once (off
 * wins, H1). A press must stand for {@link #PRESS_NS}, soon after a release for {@link
 * #PRESS_AGAIN_NS}, both longer than the 2 to 8 ms a contact bounces (H14).
 *
 * <p>Loop thread only.
 */
public final class Pedal {

  /** How long a first press must stand, ns. */
  static final long PRESS_NS = 10_000_000;

  /** How long a press must stand soon after a release, ns. */
  static final long PRESS_AGAIN_NS = 20_000_000;

  /** How long after a release a press counts as "again", ns. */
  static final long SOON_NS = 200_000_000;

  /** How long the two contacts may contradict each other while they transfer, ns (H13). */
  public static final long TRANSFER_NS = 50_000_000;

  /**
   * How long the two ways of seeing may differ, ns: an unacknowledged change report comes again
   * after about 100 ms, so twice that and a margin means that it will not come.
   */
  public static final long WAYS_NS = 250_000_000;

  private final int fitted;
  private final int whenPressed;
  private final int whenUp;
  private final boolean twoContacts;
  private final boolean estopFitted;

  private boolean known;
  private boolean pressed;
  private boolean up;
  private boolean estopOpen;
  private long askedSinceNs;
  private boolean asked;
  private long releasedNs;
  private boolean everReleased;
  private final Timer reportedContradicts = new Timer();
  private final Timer queriedContradicts = new Timer();
  private final Timer waysDiffer = new Timer();
  private long contradictionNs;
  private boolean disagrees;

  /** How long something has been so without a break. */
  private static final class Timer {
    private boolean running;
    private long sinceNs;

    long age(boolean isSo, long nowNs) {
      if (!isSo) {
        running = false;
        return 0;
      }
      if (!running) {
        running = true;
        sinceNs = nowNs;
      }
      return nowNs - sinceNs;
    }
  }

  /** A pedal with the contacts that {@code equipment} names; without any it is never pressed. */
  public Pedal(Equipment equipment) {
    fitted = equipment.contacts() & (Contacts.PEDAL_NO | Contacts.PEDAL_NC);
    whenPressed = fitted & Contacts.PEDAL_NO;
    whenUp = fitted & Contacts.PEDAL_NC;
    twoContacts = fitted == (Contacts.PEDAL_NO | Contacts.PEDAL_NC);
    estopFitted = equipment.has(Contacts.ESTOP);
  }

  /** Takes in the contact masks of this tick; {@code nowNs} is monotonic. */
  public void read(long nowNs, Reports reports) {
    known = reports.link == LinkState.READY && reports.contactsQueriedNs != 0;
    int reported = reports.contactsReported & fitted;
    int queried = reports.contactsQueried & fitted;
    boolean all = known && fitted != 0 && reported == whenPressed && queried == whenPressed;
    up = fitted == 0 || (known && reported == whenUp && queried == whenUp);
    debounce(all, nowNs);
    contradictionNs =
        Math.max(
            reportedContradicts.age(contradicts(reported), nowNs),
            queriedContradicts.age(contradicts(queried), nowNs));
    long differNs = waysDiffer.age(known && reported != queried, nowNs);
    disagrees = contradictionNs > TRANSFER_NS || differNs > WAYS_NS;
    if (disagrees && contradictionNs <= TRANSFER_NS) {
      contradictionNs = differNs;
    }
    int both = reports.contactsReported & reports.contactsQueried;
    estopOpen = estopFitted && known && (both & Contacts.ESTOP) == 0;
  }

  private boolean contradicts(int mask) {
    return known && twoContacts && mask != whenPressed && mask != whenUp;
  }

  private void debounce(boolean all, long nowNs) {
    if (!all) {
      if (pressed) {
        releasedNs = nowNs;
        everReleased = true;
      }
      pressed = false;
      asked = false;
      return;
    }
    if (!asked) {
      asked = true;
      askedSinceNs = nowNs;
    }
    boolean soon = everReleased && askedSinceNs - releasedNs < SOON_NS;
    if (nowNs - askedSinceNs >= (soon ? PRESS_AGAIN_NS : PRESS_NS)) {
      pressed = true;
    }
  }

  /** Debounced: every fitted contact, both ways, asks for the needle. */
  public boolean pressed() {
    return pressed;
  }

  /** Every fitted contact, both ways, says that nobody stands on the pedal. */
  public boolean up() {
    return up;
  }

  /** The contacts, or the two ways of seeing them, have contradicted each other for too long. */
  public boolean disagrees() {
    return disagrees;
  }

  /** How long they have contradicted each other, ms. */
  public double disagreesMs() {
    return contradictionNs / 1e6;
  }

  /** The e-stop loop is open by at least one way of seeing; false while nothing is known. */
  public boolean estopOpen() {
    return estopOpen;
  }
}
