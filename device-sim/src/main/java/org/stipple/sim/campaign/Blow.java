package org.stipple.sim.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One blow to the process of the controller while the needle runs.
 *
 * @param number 1..
 * @param kind what is done to it
 * @param frequencyHz what the needle runs at
 * @param skin whether it meets skin
 * @param waitMs from a needle that runs in earnest to the blow
 * @param frozenMs how long a frozen process stays so
 * @param footStays whether the foot stays on the pedal until the next controller is there
 */
record Blow(
    int number,
    Kind kind,
    double frequencyHz,
    boolean skin,
    int waitMs,
    int frozenMs,
    boolean footStays) {

  /** What can be done to a process. */
  enum Kind {
    /** {@code kill -9}. */
    KILL("kill -9"),
    /** SIGSTOP, and SIGCONT later. */
    STOP("SIGSTOP"),
    /** Its heap is filled from inside. */
    OUT_OF_MEMORY("out of memory");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final int LOWEST_HZ = 60;
  private static final int HIGHEST_HZ = 150;
  private static final int WAIT_MS_MAX = 1_500;

  /** Long enough for the needle to stand when the process thaws. */
  private static final int FROZEN_MS_MIN = 300;

  private static final int FROZEN_MS_MAX = 2_500;

  /** So many of each kind, in an order and with circumstances drawn from the seed. */
  static List<Blow> draw(long seed, int kills, int stops, int ooms) {
    Random random = new Random(seed);
    List<Kind> kinds = new ArrayList<>(Collections.nCopies(kills, Kind.KILL));
    kinds.addAll(Collections.nCopies(stops, Kind.STOP));
    kinds.addAll(Collections.nCopies(ooms, Kind.OUT_OF_MEMORY));
    Collections.shuffle(kinds, random);
    List<Blow> blows = new ArrayList<>();
    for (Kind kind : kinds) {
      blows.add(
          new Blow(
              blows.size() + 1,
              kind,
              random.nextInt(LOWEST_HZ, HIGHEST_HZ + 1),
              random.nextBoolean(),
              random.nextInt(WAIT_MS_MAX),
              random.nextInt(FROZEN_MS_MIN, FROZEN_MS_MAX),
              random.nextBoolean()));
    }
    return List.copyOf(blows);
  }

  /** For people. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%d: %s after %d ms at %.0f Hz%s%s",
        number,
        kind == Kind.STOP ? "SIGSTOP for " + frozenMs + " ms" : kind.words,
        waitMs,
        frequencyHz,
        skin ? " in skin" : "",
        kind == Kind.STOP || footStays ? ", the foot stays" : "");
  }
}
