package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.stipple.sim.disk.SmallDisk;
import org.stipple.sim.ensemble.ClinicSide;
import org.stipple.sim.ensemble.RecordFleet;
import org.stipple.telemetry.store.Database;
import org.stipple.telemetry.store.RecordQueries;

/**
 * The clinic's half of C7: the disk below its store is full while devices send, and has room again
 * later. One thread.
 */
final class FullStore {

  /**
   * What came of it.
   *
   * @param crashes how often a part ended by itself
   * @param refused whether nothing was acknowledged while it was full
   * @param drained whether all was acknowledged afterwards
   * @param lostBytes of records that are not in the store at the end
   */
  record Outcome(int crashes, boolean refused, boolean drained, long lostBytes) {}

  private static final int DISK_MB = 64;
  private static final int DEVICES = 3;
  private static final long BEAT_MS = 200;
  private static final int BEATS = 20;
  private static final long DRAIN_MS = 120_000;

  private FullStore() {}

  static Outcome play(Path place, long seed) throws IOException, InterruptedException {
    Files.createDirectories(place);
    try (SmallDisk disk = SmallDisk.make(place, "store", DISK_MB)) {
      Path store = disk.folder().resolve("clinic.db");
      try (ClinicSide clinic = new ClinicSide(place, store.toString(), false);
          RecordFleet fleet = new RecordFleet(place.resolve("fleet"), DEVICES, seed)) {
        clinic.start(1, 1);
        fleet.connect(clinic.addresses());
        fleet.open();
        work(fleet);
        disk.fill();
        work(fleet);
        work(fleet);
        boolean refused = fleet.waitingBytes() > 0;
        int crashes = clinic.ended();
        disk.empty();
        fleet.closeSessions();
        boolean drained = drain(fleet);
        return new Outcome(crashes + clinic.ended(), refused, drained, lost(fleet, store));
      }
    }
  }

  private static void work(RecordFleet fleet) throws IOException, InterruptedException {
    for (int i = 0; i < BEATS; i++) {
      fleet.work(1);
      Thread.sleep(BEAT_MS);
    }
  }

  private static boolean drain(RecordFleet fleet) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + DRAIN_MS * 1_000_000;
    while (fleet.waitingBytes() > 0 && System.nanoTime() < deadlineNs) {
      Thread.sleep(100);
    }
    return fleet.waitingBytes() == 0;
  }

  private static long lost(RecordFleet fleet, Path store) throws IOException {
    long lost = 0;
    try (Database database = Database.sqlite(store)) {
      RecordQueries queries = new RecordQueries(database);
      for (RecordFleet.Written record : fleet.written()) {
        byte[] here = Files.readAllBytes(record.file());
        byte[] there = queries.bytes(record.device(), record.session());
        lost += Arrays.equals(here, there) ? 0 : Math.max(1, here.length - there.length);
      }
    }
    return lost;
  }
}
