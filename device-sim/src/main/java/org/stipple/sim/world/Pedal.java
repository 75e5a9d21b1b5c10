package org.stipple.sim.world;

import java.util.SplittableRandom;

/**
 * A footswitch with a normally-open and a normally-closed contact. It breaks before it makes: the
 * contact that opens moves at once, the one that closes 5 to 20 ms later.
 */
final class Pedal {

  private static final long TRANSFER_NS_MIN = 5_000_000;
  private static final long TRANSFER_NS_MAX = 20_000_000;

  private final SplittableRandom random;
  private final Contact normallyOpen;
  private final Contact normallyClosed;
  private boolean down;

  Pedal(SplittableRandom random) {
    this.random = random;
    normallyOpen = new Contact(false, random.split());
    normallyClosed = new Contact(true, random.split());
  }

  void press(long atNs) {
    down = true;
    normallyClosed.move(false, atNs);
    normallyOpen.move(true, atNs + transferNs());
  }

  void release(long atNs) {
    down = false;
    normallyOpen.move(false, atNs);
    normallyClosed.move(true, atNs + transferNs());
  }

  private long transferNs() {
    return random.nextLong(TRANSFER_NS_MIN, TRANSFER_NS_MAX);
  }

  boolean isDown() {
    return down;
  }

  boolean openContactClosed(long timeNs) {
    return normallyOpen.closed(timeNs);
  }

  boolean closedContactClosed(long timeNs) {
    return normallyClosed.closed(timeNs);
  }
}
