package org.stipple.sim.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose ticks are measured. */
enum Contender {
  /** The kernel's own yardstick. */
  CYCLICTEST("cyclictest", 1_000),
  /** Absolute clock_nanosleep in C. */
  C_TWIN("C twin", 1_000),
  /** The same again: how far two equal runs differ here. */
  C_TWIN_AGAIN("C twin, again", 1_000),
  /** The controller as it ships, needle running on the simulated board. */
  STIPPLE("stipple", 1_000),
  /** The same, with the garbage in another JVM: what a JVM of its own would gain the loop. */
  STIPPLE_ALONE("stipple, garbage elsewhere", 1_000),
  /** Java's ScheduledExecutorService. */
  SES("ScheduledExecutorService", 1_000),
  /** C++ sleep_until. */
  CPP("C++ sleep_until", 1_000),
  /** Python's time.sleep. */
  PYTHON("Python", 1_000),
  /** The yardstick four times as fast. */
  CYCLICTEST_4KHZ("cyclictest, 4 kHz", 250),
  /** The whole tick four times as fast, board at the other end, disarmed. */
  STIPPLE_4KHZ("stipple, 4 kHz", 250);

  final String label;
  final int periodMicros;

  Contender(String label, int periodMicros) {
    this.label = label;
    this.periodMicros = periodMicros;
  }

  /** As it is written on a command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Contender of(String word) {
    return Arrays.stream(values())
        .filter(contender -> contender.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("contender '" + word + "': allowed are " + words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(Contender::word).collect(Collectors.joining(", "));
  }

  long periodNs() {
    return periodMicros * 1_000L;
  }
}
