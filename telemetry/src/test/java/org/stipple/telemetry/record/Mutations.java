package org.stipple.telemetry.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What accident and malice do to a file of lines. */
final class Mutations {

  private Mutations() {}

  static byte[] of(byte[] sound, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> flipped(sound, random);
      case 1 -> replaced(sound, random);
      case 2 -> Arrays.copyOf(sound, random.nextInt(sound.length));
      case 3 -> without(sound, random);
      case 4 -> grown(sound, random);
      case 5 -> lines(sound, lines -> lines.remove(random.nextInt(lines.size())));
      case 6 ->
          lines(
              sound,
              lines ->
                  lines.add(
                      random.nextInt(lines.size() + 1), lines.get(random.nextInt(lines.size()))));
      default ->
          lines(
              sound,
              lines ->
                  Collections.swap(
                      lines, random.nextInt(lines.size()), random.nextInt(lines.size())));
    };
  }

  private static byte[] flipped(byte[] sound, SplittableRandom random) {
    byte[] mutant = sound.clone();
    mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
    return mutant;
  }

  /** A digit for a digit, a letter for a letter: what still reads well. */
  private static byte[] replaced(byte[] sound, SplittableRandom random) {
    byte[] mutant = sound.clone();
    int at = random.nextInt(mutant.length);
    byte old = mutant[at];
    if (Character.isDigit(old)) {
      mutant[at] = (byte) ('0' + random.nextInt(10));
    } else if (Character.isLetter(old)) {
      mutant[at] = (byte) (old ^ 0x20);
    }
    return mutant;
  }

  private static byte[] without(byte[] sound, SplittableRandom random) {
    int from = random.nextInt(sound.length);
    int length = random.nextInt(Math.min(200, sound.length - from) + 1);
    return ByteBuffer.allocate(sound.length - length)
        .put(sound, 0, from)
        .put(sound, from + length, sound.length - from - length)
        .array();
  }

  private static byte[] grown(byte[] sound, SplittableRandom random) {
    byte[] more = new byte[1 + random.nextInt(20)];
    random.nextBytes(more);
    int at = random.nextInt(sound.length + 1);
    return ByteBuffer.allocate(sound.length + more.length)
        .put(sound, 0, at)
        .put(more)
        .put(sound, at, sound.length - at)
        .array();
  }

  private interface Change {
    void to(List<String> lines);
  }

  private static byte[] lines(byte[] sound, Change change) {
    List<String> lines =
        new ArrayList<>(new String(sound, StandardCharsets.UTF_8).lines().toList());
    change.to(lines);
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
