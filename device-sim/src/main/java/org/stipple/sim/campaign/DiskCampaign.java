package org.stipple.sim.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stipple.sim.disk.SmallDisk;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.Child;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Practitioner;
import org.stipple.sim.ensemble.Rig;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.SessionEntry;
import tools.jackson.databind.JsonNode;

/**
 * C7: the disk below a real controller's data fails while the needle runs. One run each; the board
 * is a process of its own, the disk a real file system. One thread.
 */
final class DiskCampaign {

  /** How a disk fails. */
  enum Failure {
    FULL,
    READ_ONLY,
    IO_ERROR
  }

  /** Room enough that no mark is reached before it is filled. */
  private static final int DISK_MB = 1_600;

  private static final int ATTEMPTS = 3;
  private static final long ALARM_MS = 10_000;
  private static final long PRESS_MS = 4_000;
  private static final long READY_MS = 120_000;
  private static final long END_MS = 20_000;

  private final Failure failure;
  private final Path place;
  private final List<String> problems = new ArrayList<>();
  private boolean broken;
  private int crashes;

  private DiskCampaign(Failure failure, Path place) {
    this.failure = failure;
    this.place = place;
  }

  /**
   * Plays one failure, in that folder; again where the machine had tripped by itself before the
   * disk failed, or could not be brought to run, as on a computer with too much to do.
   */
  static DiskRun play(Failure failure, Path place, long seed)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Path here = Files.createDirectory(place.resolve("attempt-" + attempt));
      DiskCampaign campaign = new DiskCampaign(failure, here);
      try {
        return campaign.play(seed);
      } catch (IOException e) {
        boolean ofTheComputer = !campaign.broken || e instanceof ComputerLate;
        if (attempt == ATTEMPTS || !ofTheComputer) {
          throw e;
        }
        System.err.println(failure + " is tried again: " + e.getMessage());
      }
    }
  }

  private DiskRun play(long seed) throws IOException, InterruptedException {
    try (SmallDisk disk = SmallDisk.make(place, "data", DISK_MB)) {
      double alarmS;
      Path record;
      List<RecordedEntry> before;
      try (Rig rig = Rig.start(Place.at(place).withData(disk.folder()), BoardChoice.USUAL, seed)) {
        rig.run();
        String id = rig.desk().status().path("session").path("id").asString("");
        record = disk.folder().resolve("sessions").resolve(id + RecordNames.SUFFIX);
        Thread.sleep(PRESS_MS / 2);
        before = SessionBook.bystander(record);
        if (!Practitioner.is(rig.desk().status(), "mode", "running")) {
          throw new IOException("the needle does not run any more, and the disk is sound");
        }
        alarmS = breakAndListen(disk, rig);
        Thread.sleep(PRESS_MS);
        endPress(rig);
        endSession(rig);
        refusesTheNext(rig);
        if (failure == Failure.IO_ERROR) {
          isAlive(rig); // nothing can be read there any more, so nothing can be started on it
        } else {
          restartOnIt(rig);
        }
        if (failure == Failure.FULL) {
          disk.empty();
        }
        expect(end(rig.controller()), "the controller does not end when asked to");
      }
      if (failure != Failure.FULL) {
        disk.repair();
      }
      long lost = afterRepair(disk.folder(), record, before, seed);
      return new DiskRun(failure.name(), alarmS, crashes, lost, problems);
    }
  }

  private double breakAndListen(SmallDisk disk, Rig rig) throws IOException, InterruptedException {
    broken = true;
    switch (failure) {
      case FULL -> disk.fill();
      case READ_ONLY -> disk.makeReadOnly();
      case IO_ERROR -> disk.breakDown();
    }
    long sinceNs = System.nanoTime();
    try {
      rig.practitioner().await("an alarm", ALARM_MS, s -> s.path("alarm").isObject());
      return (System.nanoTime() - sinceNs) / 1e9;
    } catch (IOException e) {
      problems.add("no alarm: " + e.getMessage());
      return Double.NaN;
    }
  }

  /** The host was late by this computer: that run says nothing of the disk. */
  private static final class ComputerLate extends IOException {
    private static final long serialVersionUID = 1L;

    ComputerLate(String words) {
      super(words);
    }
  }

  /** The needle stops because the foot leaves the pedal, and for no other reason. */
  private void endPress(Rig rig) throws IOException, InterruptedException {
    JsonNode status = rig.desk().status();
    if (Practitioner.isLatched(status) && isLateness(status.path("fault").asString(""))) {
      throw new ComputerLate("the computer was late: " + status.path("faultText").asString(""));
    }
    expect(
        Practitioner.is(status, "mode", "running"),
        "the press did not go on: " + status.path("mode") + " " + status.path("faultText"));
    rig.board().say("pedal up");
    rig.practitioner().awaitRest();
    JsonNode rested = rig.desk().status();
    expect(!Practitioner.isLatched(rested), "a fault is latched: " + rested.path("faultText"));
    expect(Practitioner.is(rested, "mode", "armed"), "it is not armed after the press");
  }

  /** What a host trips by that does not get its processor; C4 and C1 judge that. */
  private static boolean isLateness(String fault) {
    return fault.equals("link_lost") || fault.startsWith("host_") || fault.contains("late");
  }

  private void endSession(Rig rig) throws IOException {
    JsonNode answer = rig.desk().ask(ControllerDesk.request("session-close"));
    expect(answer.path("done").asBoolean(false), "the session cannot be closed: " + answer);
    expect(rig.desk().status().path("session").isNull(), "the session is still open");
    String words = answer.path("words").asString("");
    expect(
        failure == Failure.FULL ? !words.contains("but") : words.contains("could not be written"),
        "closing says '" + words + "'");
  }

  private void refusesTheNext(Rig rig) {
    try {
      rig.desk().openSession("next-client", "crown");
      problems.add("a session was opened on a disk that failed");
    } catch (IOException e) {
      String words = String.valueOf(e.getMessage());
      expect(
          words.contains("disk") || words.contains("Read-only") || words.contains("Input/output"),
          "the refusal says '" + words + "'");
    }
  }

  /** Whoever starts it again on the broken disk gets a controller that says what is wrong. */
  private void restartOnIt(Rig rig) throws IOException, InterruptedException {
    isAlive(rig);
    expect(end(rig.controller()), "the controller does not end when asked to");
    if (start(rig)) {
      refusesTheNext(rig);
    }
  }

  private void isAlive(Rig rig) {
    if (!rig.controller().isAlive()) {
      crashes++;
      problems.add(rig.controller().ending());
    }
  }

  private boolean start(Rig rig) throws IOException, InterruptedException {
    Child next = rig.ensemble().startController();
    Rig.awaitThat(
        "a controller",
        READY_MS,
        next::logText,
        text -> text.contains("\nready ") || !next.isAlive());
    if (!next.isAlive()) {
      crashes++;
      problems.add("a start on the broken disk: " + next.ending());
      return false;
    }
    return true;
  }

  private static boolean end(Child controller) {
    if (controller.isAlive()) {
      controller.askToEnd();
    }
    return controller.awaitEnd(END_MS);
  }

  /** The next start on a sound disk finds what had been written, and each record is sound. */
  private long afterRepair(Path data, Path record, List<RecordedEntry> before, long seed)
      throws IOException, InterruptedException {
    try (Rig rig = Rig.start(Place.at(place).withData(data), BoardChoice.USUAL, seed)) {
      rig.practitioner().awaitBoard();
      rig.desk().openSession("next-client", "crown");
      rig.desk().order(ControllerDesk.request("session-close"));
    } catch (IOException e) {
      problems.add("on the repaired disk: " + e.getMessage());
    }
    RecordCheck check =
        RecordCheck.of(record, SigningKey.readPublic(data.resolve(SigningKey.PUBLIC_FILE)));
    expect(check.sound(), "the record is not sound: " + check.problems());
    if (failure == Failure.FULL) {
      expect(
          !check.entries().isEmpty()
              && check.entries().getLast().entry() instanceof SessionEntry.Closed closed
              && closed.why() == Closing.CLOSED,
          "the record does not go on to its end, though there was a reserve");
    }
    long same = 0;
    while (same < before.size()
        && same < check.entries().size()
        && before.get((int) same).equals(check.entries().get((int) same))) {
      same++;
    }
    Files.deleteIfExists(place.resolve("machine.toml"));
    return before.size() - same;
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }
}
