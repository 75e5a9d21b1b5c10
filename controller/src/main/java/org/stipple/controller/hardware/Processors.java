package org.stipple.controller.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Which processors there are, and which has the least to do for devices. */
final class Processors {

  private static final Path INTERRUPTS = Path.of("/proc/interrupts");

  private Processors() {}

  /** The numbers of a list as the kernel writes it, as in {@code 0-2,4}. */
  static List<Integer> listed(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : list.strip().split(",", -1)) {
      String[] ends = part.strip().split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /**
   * The one of these that has served the fewest interrupts of devices, the later one of equals: a
   * disk's interrupt holds up even a real-time thread, by some 100 us.
   */
  static OptionalInt quietest(List<Integer> processors) {
    try {
      return OptionalInt.of(quietest(processors, Files.readAllLines(INTERRUPTS)));
    } catch (IOException | NumberFormatException _) {
      return OptionalInt.of(processors.getLast());
    }
  }

  /** The same from the lines of {@code /proc/interrupts}; see proc_interrupts(5). */
  static int quietest(List<Integer> processors, List<String> lines) {
    String[] head = lines.getFirst().strip().split("\\s+");
    long fewest = Long.MAX_VALUE;
    int best = processors.getLast();
    for (int column = head.length - 1; column >= 0; column--) {
      int processor = Integer.parseInt(head[column].substring("CPU".length()));
      long served = served(lines, column);
      if (processors.contains(processor) && served < fewest) {
        fewest = served;
        best = processor;
      }
    }
    return best;
  }

  /** Devices have a number in the first column, the processors' own interrupts a name. */
  private static long served(List<String> lines, int column) {
    return lines.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > column + 1 && words[0].matches("[0-9]+:"))
        .mapToLong(words -> Long.parseLong(words[column + 1]))
        .sum();
  }
}
