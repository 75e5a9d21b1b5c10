package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.stipple.sim.ensemble.ClinicSide;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.RecordFleet;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;

/** C6: records on their way while brokers and ingesters are killed and frozen. */
final class UploadCampaign {

  /** What a second of work is written in, so that the devices are busier than people could be. */
  private static final long BEAT_MS = 100;

  private static final long DRAIN_MS_MAX = 180_000;

  /** What piles up while nobody takes it, seconds of work. */
  private static final int PILE_S = 600;

  private final Path folder;
  private final String store;
  private final boolean mosquitto;
  private final long seed;
  private final SplittableRandom random;
  private final List<String> blows = new ArrayList<>();

  /**
   * A campaign.
   *
   * @param store an empty database
   * @param mosquitto whether the brokers are mosquitto's, else embedded ones
   */
  UploadCampaign(Path folder, String store, boolean mosquitto, long seed) {
    this.folder = folder;
    this.store = store;
    this.mosquitto = mosquitto;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  List<String> blows() {
    return blows;
  }

  Figures play(int devices, int brokers, int ingesters, int kills, ProgressLine progress)
      throws IOException, InterruptedException {
    try (ClinicSide clinic = new ClinicSide(folder, store, mosquitto);
        RecordFleet fleet = new RecordFleet(folder.resolve("fleet"), devices, seed)) {
      progress.show("starting brokers and ingesters", "");
      clinic.start(brokers, ingesters);
      fleet.connect(clinic.addresses());
      fleet.open();
      for (int i = 0; i < kills; i++) {
        strike(fleet, clinic);
        progress.showBar((i + 1.0) / kills, (i + 1) / 10 * 10 + " blows", "");
      }
      clinic.awaitAll();
      fleet.closeSessions();
      boolean drained = drain(fleet, progress);
      double drainX = pileAndDrain(fleet, clinic, ingesters, brokers, progress);
      return figures(fleet, kills, drained, drainX);
    }
  }

  /** A part is killed, or stands still and goes on; meanwhile the devices work. */
  private void strike(RecordFleet fleet, ClinicSide clinic)
      throws IOException, InterruptedException {
    int part = random.nextInt(clinic.parts());
    boolean freeze = random.nextInt(4) == 0;
    int beatsDown = random.nextInt(1, 15);
    if (freeze) {
      signal("-STOP", clinic.pid(part));
      beats(fleet, beatsDown);
      signal("-CONT", clinic.pid(part));
      blows.add("part %d frozen for %d ms".formatted(part, beatsDown * BEAT_MS));
    } else {
      blows.add("%s killed, away for %d ms".formatted(clinic.kill(part), beatsDown * BEAT_MS));
      beats(fleet, beatsDown);
      clinic.restart(part);
    }
    beats(fleet, random.nextInt(1, 25));
  }

  private static void beats(RecordFleet fleet, int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      fleet.work(1);
      Thread.sleep(BEAT_MS);
    }
  }

  private static void signal(String which, long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", which, Long.toString(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("kill " + which + " " + pid + " ended with " + code);
    }
  }

  /** Whether all is acknowledged within the time. */
  private static boolean drain(RecordFleet fleet, ProgressLine progress)
      throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + DRAIN_MS_MAX * 1_000_000;
    while (fleet.waitingBytes() > 0) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      progress.show("waiting until all is acknowledged", " " + fleet.waitingBytes() + " bytes");
      Thread.sleep(100);
    }
    return true;
  }

  /** How many times faster than it is made live a pile is taken in, once somebody is there. */
  private double pileAndDrain(
      RecordFleet fleet, ClinicSide clinic, int ingesters, int brokers, ProgressLine progress)
      throws IOException, InterruptedException {
    for (int i = 0; i < ingesters; i++) {
      clinic.kill(brokers + i);
    }
    fleet.open();
    for (int second = 0; second < PILE_S; second += 20) {
      fleet.work(20);
    }
    fleet.closeSessions();
    for (int i = 0; i < ingesters; i++) {
      clinic.restart(brokers + i);
    }
    clinic.awaitAll();
    long beganNs = System.nanoTime();
    boolean drained = drain(fleet, progress);
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    return drained ? PILE_S / seconds : 0;
  }

  private Figures figures(RecordFleet fleet, int kills, boolean drained, double drainX)
      throws IOException {
    long lost = 0;
    long different = 0;
    try (Database database = Database.at(store)) {
      RecordQueries queries = new RecordQueries(database);
      List<RecordFleet.Written> written = fleet.written();
      for (RecordFleet.Written record : written) {
        byte[] there = queries.bytes(record.device(), record.session());
        byte[] here = Files.readAllBytes(record.file());
        lost += Math.max(0, here.length - there.length);
        different += Arrays.equals(there, here) ? 0 : 1;
      }
      RecordQueries.Counts counts = queries.counts();
      Figures figures = new Figures(seed);
      figures.addCount("campaign.c6.blows", kills, Goal.none());
      figures.addCount("campaign.c6.records", written.size(), Goal.moreThan(0));
      figures.addCount("campaign.c6.strokes", fleet.strokes(), Goal.moreThan(0));
      figures.addCount("campaign.c6.bytes_lost", lost, Goal.exactly(0));
      figures.addCount("campaign.c6.records_different", different, Goal.exactly(0));
      figures.addCount(
          "campaign.c6.strokes_too_many",
          queries.strokesOneByOne() - fleet.strokes(),
          Goal.exactly(0));
      figures.addCount(
          "campaign.c6.records_too_many", counts.records() - written.size(), Goal.exactly(0));
      figures.addCount("campaign.c6.quarantined", counts.quarantined(), Goal.exactly(0));
      figures.addCount("campaign.c6.unacknowledged", drained ? 0 : 1, Goal.exactly(0));
      figures.add("campaign.c6.drain_x_live", drainX, "x", Goal.atLeast(10));
      return figures;
    }
  }
}
