package org.stipple.sim.demo;

import java.util.List;
import java.util.SplittableRandom;
import org.stipple.telemetry.session.Zone;

/**
 * What the next press of a scripted session is like, drawn from a seed.
 *
 * <p>Threading: one thread.
 */
final class PressPlan {

  private static final List<Integer> FREQUENCIES_HZ = List.of(100, 60, 120, 100, 80, 140, 100, 150);
  private static final int PRESSES_A_ZONE = 3;

  /**
   * One press of the pedal.
   *
   * @param number from 0
   * @param frequencyHz set before it
   * @param downMs how long the pedal is held, 2000..6000 ms
   * @param skinFromMs when the needle touches skin, ms after the press
   * @param skinToMs when it is lifted again; before the release
   * @param pauseMs pause after the machine has come to rest
   * @param zone where the work is
   */
  record Press(
      int number,
      int frequencyHz,
      long downMs,
      long skinFromMs,
      long skinToMs,
      long pauseMs,
      String zone) {}

  private final SplittableRandom random;
  private int number;

  PressPlan(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The zone of the next press. */
  String peekZone() {
    List<String> zones = Zone.labels();
    return zones.get(number / PRESSES_A_ZONE % zones.size());
  }

  Press next() {
    long downMs = random.nextLong(2_000, 6_001);
    long skinFromMs = downMs / 3 + random.nextLong(0, 300);
    long skinToMs = skinFromMs + random.nextLong(downMs / 4, downMs / 2);
    Press press =
        new Press(
            number,
            FREQUENCIES_HZ.get(number % FREQUENCIES_HZ.size()),
            downMs,
            skinFromMs,
            skinToMs,
            random.nextLong(200, 700),
            peekZone());
    number++;
    return press;
  }
}
