package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.stipple.sim.disk.SmallDisk;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c7}. */
@Command(
    name = "c7",
    description = {
      "The disk below a real controller's data is filled, made read-only as the kernel does after an"
          + " error, or answers every call with an I/O error, while the needle runs. Then the disk"
          + " below a clinic's store is filled while devices send.",
      "",
      "Judged: the press goes on and ends by the foot, an alarm calls, the session can be closed, the"
          + " next one is refused in words, no process ends by itself, a start on the broken disk"
          + " comes up and says what is wrong, and afterwards records and store have all that was"
          + " acknowledged. The disks are real (ext4 in a file); mounting them needs root."
    },
    footer = {"", "  sudo ./stipple campaign c7 --rounds 5     the long form"},
    mixinStandardHelpOptions = true)
final class C7Command implements Callable<Integer> {

  private static final int ROUNDS_MAX = 1_000;

  /** A record is written to once a second while the needle runs, and the alarm has one more. */
  private static final double ALARM_S_MAX = 2;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each failure is caused (default: 1).")
  private int rounds = 1;

  @Option(names = "--seed", paramLabel = "S", description = "Of the board (default: 1).")
  private long seed = 1;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || rounds > ROUNDS_MAX) {
      System.err.println("campaign c7: --rounds 1 to " + ROUNDS_MAX);
      return 2;
    }
    if (!SmallDisk.mayBeMounted()) {
      System.err.println(
          "campaign c7: needs root, /dev/loop-control and mkfs.ext4: run it by sudo");
      return 2;
    }
    Workplace.quietLibraries();
    Path place = Files.createTempDirectory("stipple-c7-");
    System.out.printf(
        "%d x 3 failures of a device's disk, and of a clinic's; seed %d%n", rounds, seed);
    ProgressLine progress = ProgressLine.on(System.err);
    List<DiskRun> runs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (DiskCampaign.Failure failure : DiskCampaign.Failure.values()) {
        Path here = Files.createDirectory(place.resolve("r" + runs.size()));
        progress.show("the device's disk: " + failure, "");
        runs.add(DiskCampaign.play(failure, here, seed + round));
        progress.say(runs.getLast().sentence());
      }
    }
    progress.show("the clinic's disk is full", "");
    FullStore.Outcome store = FullStore.play(place.resolve("clinic"), seed);
    Figures figures = figures(runs, store);
    String command = "stipple campaign c7 --rounds %d --seed %d".formatted(rounds, seed);
    int code = results.tell(figures, () -> page(figures, runs, command));
    if (figures.allMet()) {
      Workplace.remove(place);
    } else {
      System.out.println("files and logs: " + place);
    }
    return code;
  }

  private Figures figures(List<DiskRun> runs, FullStore.Outcome store) {
    Figures figures = new Figures(seed);
    long crashes = runs.stream().mapToLong(DiskRun::crashes).sum() + store.crashes();
    figures.addCount("campaign.c7.runs", runs.size() + 1, Goal.moreThan(0));
    figures.addCount("campaign.c7.crashes", crashes, Goal.exactly(0));
    figures.add(
        "campaign.c7.alarm_s_max",
        runs.stream().mapToDouble(DiskRun::alarmS).max().orElse(Double.NaN),
        "s",
        Goal.atMost(ALARM_S_MAX));
    figures.addCount(
        "campaign.c7.entries_lost", runs.stream().mapToLong(DiskRun::lost).sum(), Goal.exactly(0));
    figures.addCount(
        "campaign.c7.problems",
        runs.stream().mapToLong(run -> run.problems().size()).sum(),
        Goal.exactly(0));
    figures.addCount("campaign.c7.store_refused", store.refused() ? 1 : 0, Goal.exactly(1));
    figures.addCount("campaign.c7.store_unacknowledged", store.drained() ? 0 : 1, Goal.exactly(0));
    figures.addCount("campaign.c7.store_bytes_lost", store.lostBytes(), Goal.exactly(0));
    return figures;
  }

  private static ReportPage page(Figures figures, List<DiskRun> runs, String command) {
    ReportPage page = new ReportPage("Campaign C7: the disk fails", command);
    page.figures(figures);
    page.heading("Every run");
    runs.forEach(run -> page.line(run.sentence()));
    return page;
  }
}
