package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.stipple.sim.disk.DiskChange;
import org.stipple.sim.disk.PowerCut;
import org.stipple.sim.disk.SystemCalls;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;

/**
 * What a {@link WatchedWriter} asked of its disk, with its acknowledgements in between. One thread.
 */
final class CutTape {

  private final List<DiskChange> changes;

  private CutTape(List<DiskChange> changes) {
    this.changes = changes;
  }

  /** Runs that writer under strace, in a folder of its own below {@code place}. */
  static CutTape of(Path place, String... arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(place.resolve(arguments[0]));
    Path tape = place.resolve(arguments[0] + ".strace");
    List<String> command = new ArrayList<>(SystemCalls.watching(tape));
    command.addAll(
        Launch.ofThisProcess()
            .small("cut-" + arguments[0], 256, List.of(WatchedWriter.class.getName())));
    command.add(arguments[0]);
    command.add(folder.toString());
    command.addAll(List.of(arguments).subList(1, arguments.length));
    Path log = place.resolve(arguments[0] + ".log");
    Process process = Launch.start(command, log);
    if (process.waitFor() != 0) {
      throw new IOException("the writer failed: " + Files.readString(log));
    }
    return new CutTape(SystemCalls.read(tape, folder));
  }

  /** How many changes there are. */
  int length() {
    return changes.size();
  }

  /** Looks at what a cut left. */
  interface Judge {
    /**
     * Judges.
     *
     * @param folder what is found after the cut; may be changed
     * @param acknowledged how much of each session had been acknowledged before it
     * @param at number of the change before which the power went
     */
    void judge(Path folder, Map<String, Long> acknowledged, int at) throws IOException;
  }

  /**
   * Cuts the power so many times, at moments drawn from the seed.
   *
   * @param forces whether the disk does what fsync asks for
   * @param place for what is found afterwards
   */
  void cut(
      int times,
      boolean forces,
      long seed,
      Path place,
      Judge judge,
      ProgressLine progress,
      String words)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int[] cuts = random.ints(times, 1, changes.size() + 1).sorted().toArray();
    PowerCut disk = new PowerCut(forces);
    Map<String, Long> acknowledged = new HashMap<>();
    int done = 0;
    for (int cut = 0; cut < times; cut++) {
      for (; done < cuts[cut]; done++) {
        disk.apply(changes.get(done));
        note(changes.get(done), acknowledged);
      }
      Path found = Files.createDirectory(place.resolve("found"));
      disk.cut(random.split(), found);
      judge.judge(found, Map.copyOf(acknowledged), done);
      Workplace.remove(found);
      progress.showBar((cut + 1.0) / times, words, "");
    }
  }

  private static void note(DiskChange change, Map<String, Long> acknowledged) {
    if (change instanceof DiskChange.Write write
        && write.path().equals(WatchedWriter.ACKNOWLEDGED)) {
      String[] words = new String(write.bytes(), StandardCharsets.UTF_8).strip().split(" ");
      acknowledged.put(words[0], Long.parseLong(words[1]));
    }
  }
}
