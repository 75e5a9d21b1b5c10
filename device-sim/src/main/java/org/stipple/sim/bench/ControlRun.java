package org.stipple.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.trial.DepthTrial;
import org.stipple.sim.trial.DisturbanceTrial;
import org.stipple.sim.trial.FrequencyTrial;
import org.stipple.sim.trial.Peer;
import org.stipple.sim.trial.SenseTrial;
import org.stipple.sim.trial.SpinUpTrial;
import org.stipple.sim.trial.StopTrial;
import org.stipple.sim.trial.Subject;
import org.stipple.sim.trial.TapTrial;

/**
 * Plays all trials of some subjects, each on virtual time and with a seed of its own, on as many
 * threads as the computer has processors; what they show does not depend on that.
 */
final class ControlRun {

  /** Taps of one session: a class of taps is played in pieces. */
  private static final int TAPS_A_SESSION = 500;

  private static final double TOP_HZ = 100;

  /** What is played how often. */
  record Extent(int taps, int stops, int contacts, double idleMinutes, int moves) {}

  /** The classes of taps, in their order. */
  static final int[][] TAP_CLASSES = {{1, 3}, {4, 10}, {11, 50}};

  /** What one subject showed; lists are in the order of the frequencies tried. */
  static final class Row {
    final Subject subject;
    final List<FrequencyTrial.Result> frequencies = new ArrayList<>();
    final List<DisturbanceTrial.Contact> contacts = new ArrayList<>();
    final List<DisturbanceTrial.Ramp> ramps = new ArrayList<>();
    final List<SpinUpTrial.Result> spinUps = new ArrayList<>();
    final List<StopTrial.Result> stops = new ArrayList<>();
    final List<StopTrial.Result> stopsAtTheTop = new ArrayList<>();
    final List<TapTrial.Result> taps = new ArrayList<>();
    final List<SenseTrial.Contacts> sensed = new ArrayList<>();
    final List<DepthTrial.Result> depths = new ArrayList<>();
    final List<String> troubles = new ArrayList<>();
    long falseContacts;
    double idleMinutes;

    Row(Subject subject) {
      this.subject = subject;
    }

    /** Of those frequencies, the ones this subject reaches. */
    double[] within(double... hz) {
      return java.util.Arrays.stream(hz).filter(f -> f <= subject.reachHz()).toArray();
    }
  }

  /** What a peer showed on the reference machine. */
  record PeerRow(Peer peer, DisturbanceTrial.Contact contact, DisturbanceTrial.Ramp ramp) {}

  private final long seed;
  private final ProgressLine progress;
  private final AtomicInteger done = new AtomicInteger();
  private final List<Job> jobs = new ArrayList<>();

  /** A trial and where what it showed goes, which is done on the thread that asked. */
  private record Job(String name, Row row, Trial trial) {}

  private interface Trial {
    Runnable play();
  }

  ControlRun(long seed, ProgressLine progress) {
    this.seed = seed;
    this.progress = progress;
  }

  /** Adds all trials of a subject. */
  Row add(Subject subject, Extent extent) {
    Row row = new Row(subject);
    for (double hz : row.within(25, 40, 60, 80, 100, 125, 150)) {
      job(
          row,
          "frequency",
          () -> {
            FrequencyTrial.Result r = FrequencyTrial.run(subject, hz, seed);
            return () -> row.frequencies.add(r);
          });
    }
    for (double hz : row.within(60, 100, 150)) {
      job(
          row,
          "contact",
          () -> {
            DisturbanceTrial.Contact r = DisturbanceTrial.contacts(subject, hz, seed);
            return () -> row.contacts.add(r);
          });
      job(
          row,
          "ramp",
          () -> {
            DisturbanceTrial.Ramp r = DisturbanceTrial.ramp(subject, hz, seed);
            return () -> row.ramps.add(r);
          });
      job(
          row,
          "spin-up",
          () -> {
            SpinUpTrial.Result r = SpinUpTrial.run(subject, hz, seed);
            return () -> row.spinUps.add(r);
          });
    }
    if (subject.parameters().tach().indexPresent()) {
      stops(row, extent);
      taps(row, extent);
    }
    sense(row, extent);
    job(
        row,
        "depth",
        () -> {
          DepthTrial.Result r = DepthTrial.run(subject, extent.moves(), seed);
          return () -> row.depths.add(r);
        });
    return row;
  }

  private void stops(Row row, Extent extent) {
    Subject subject = row.subject;
    for (double hz : row.within(30, 60, TOP_HZ)) {
      job(
          row,
          "stop",
          () -> {
            StopTrial.Result r = StopTrial.run(subject, hz, extent.stops(), seed);
            return () -> row.stops.add(r);
          });
    }
    for (double hz : row.within(150, 180)) {
      job(
          row,
          "stop",
          () -> {
            StopTrial.Result r = StopTrial.run(subject, hz, extent.stops(), seed);
            return () -> row.stopsAtTheTop.add(r);
          });
    }
  }

  private void taps(Row row, Extent extent) {
    for (int i = 0; i < TAP_CLASSES.length; i++) {
      row.taps.add(new TapTrial.Result(0, 0, 0, 0, 0, 0));
    }
    for (int tapClass = 0; tapClass < TAP_CLASSES.length; tapClass++) {
      int place = tapClass;
      int[] range = TAP_CLASSES[tapClass];
      int left = extent.taps();
      for (int session = 0; left > 0; session++) {
        int count = Math.min(left, TAPS_A_SESSION);
        long own = seed + session;
        job(
            row,
            "taps",
            () -> {
              TapTrial.Result r = TapTrial.run(row.subject, range[0], range[1], count, own);
              return () -> row.taps.set(place, row.taps.get(place).plus(r));
            });
        left -= count;
      }
    }
  }

  private void sense(Row row, Extent extent) {
    for (double hz : row.within(60, 100, 150)) {
      job(
          row,
          "contact sense",
          () -> {
            SenseTrial.Contacts r = SenseTrial.contacts(row.subject, hz, extent.contacts(), seed);
            return () -> row.sensed.add(r);
          });
    }
    double hz = Math.min(100, 0.9 * row.subject.reachHz());
    int parts = (int) Math.ceil(extent.idleMinutes() / 5);
    for (int part = 0; part < parts; part++) {
      long own = seed + part;
      double minutes = extent.idleMinutes() / parts;
      job(
          row,
          "idle running",
          () -> {
            long r = SenseTrial.falseContacts(row.subject, hz, minutes, own);
            return () -> {
              row.falseContacts += r;
              row.idleMinutes += minutes;
            };
          });
    }
  }

  private void job(Row row, String name, Trial trial) {
    jobs.add(new Job(name, row, trial));
  }

  /** What the peers do with the same contacts and the same ramp, at 100 Hz. */
  List<PeerRow> peers(Subject subject) {
    List<PeerRow> rows = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      rows.add(
          new PeerRow(
              peer,
              DisturbanceTrial.contacts(peer, subject, TOP_HZ, seed),
              DisturbanceTrial.ramp(peer, subject, TOP_HZ, seed)));
    }
    return rows;
  }

  /** Plays everything that was added. */
  void play() throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService service = Executors.newFixedThreadPool(threads)) {
      List<Future<Runnable>> results = new ArrayList<>();
      for (Job job : jobs) {
        results.add(
            service.submit(() -> {
              try {
                return job.trial().play();
              } finally {
                tell(job);
              }
            }));
      }
      for (int i = 0; i < jobs.size(); i++) {
        Job job = jobs.get(i);
        try {
          results.get(i).get().run();
        } catch (ExecutionException e) {
          String why = String.valueOf(e.getCause());
          job.row().troubles.add(job.name() + ": " + why);
        }
      }
    }
    progress.say("");
  }

  private void tell(Job job) {
    int now = done.incrementAndGet();
    synchronized (progress) {
      progress.showBar(
          now / (double) jobs.size(),
          now + " of " + jobs.size() + " trials",
          ", " + job.row().subject.name() + ", " + job.name());
    }
  }
}
