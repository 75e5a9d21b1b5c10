package org.stipple.controller.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.MountedCartridge;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.HostConcern;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.safety.Fault;
import org.stipple.telemetry.edge.DeviceSnapshot;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.PauseReason;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;

final class KeeperTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;

  private final SampleRing ring = new SampleRing();
  private final CommandQueue queue = new CommandQueue();
  private final CommandDesk desk = new CommandDesk(queue);
  private final LoopTimes times = LoopTimes.withoutStages();
  private final Sample tick = new Sample();
  private final List<DeviceSnapshot> snapshots = new ArrayList<>();
  private final List<Boolean> online = new ArrayList<>();
  private long setByS;
  private long aliveNs;
  private Runnable onClock = () -> {};
  private SessionBook book;
  private Keeper keeper;

  @BeforeEach
  void open() throws Exception {
    InstantSource wall =
        () -> {
          onClock.run();
          return NOON.plusSeconds(setByS).plusNanos(aliveNs);
        };
    book = SessionBook.in(folder, wall, SigningKey.in(folder));
    keeper =
        new Keeper(
            ring,
            desk,
            book,
            new Live(snapshots::add, online::add, () -> Outlook.NONE),
            new ClockWatch(wall, () -> aliveNs),
            new LoopGauge(times, List.of("priority: refused")),
            new Fitting(
                Catalogue.builtIn(),
                UsedCartridges.in(folder.resolve("used")),
                "normal",
                wall,
                ZoneOffset.UTC),
            false);
    tick.fault = Fault.NONE;
    tick.frequencySetpointHz = 100;
    tick.depthSetpointMm = 1;
  }

  @AfterEach
  void close() throws Exception {
    book.close();
  }

  @Test
  void tellsTheLatestTick() {
    tick.frequencyHz = 99.5;
    times.late(12_500);
    ticks(3);

    Status status = keeper.status();
    assertThat(status.tick()).isEqualTo(3);
    assertThat(status.needle().measuredHz()).isEqualTo(99.5);
    assertThat(status.loop().figures().of(Span.LATENESS).p99()).isBetween(12.0, 13.0);
    assertThat(status.loop().figures().missing()).containsExactly("priority: refused");
    assertThat(StatusWords.of(status))
        .containsEntry("frequencyHz", 99.5)
        .containsEntry("protrusionMm", null)
        .containsEntry("mode", "disarmed")
        .containsEntry("fault", null);
  }

  @Test
  void aFaultIsShownBeforeTheRecordWaitsForTheDisk() throws Exception {
    SessionId id = openSession();
    AtomicBoolean shownFirst = new AtomicBoolean();
    onClock =
        () -> { // asked for the date of what is about to be written
          boolean shown = keeper.status().safety().fault() == Fault.LINK_LOST;
          shownFirst.compareAndSet(false, shown && !tellsOfAFault(id));
        };
    tick.fault = Fault.LINK_LOST;
    tick.faultOccurrence++;
    ticks(1);
    onClock = () -> {};

    assertThat(shownFirst).isTrue();
    assertThat(entries(id)).hasAtLeastOneElementOfType(SessionEntry.FaultRaised.class);
  }

  @Test
  void bringsAnOutcomeToWhoeverAsked() throws Exception {
    CompletableFuture<Optional<Outcome>> answer =
        CompletableFuture.supplyAsync(() -> desk.send(OperatorCommand.Arm::new));
    OperatorCommand asked = poll();

    tick.tell(asked.id(), Outcome.NOT_CLEARED);
    ticks(1);

    assertThat(answer.get(5, TimeUnit.SECONDS)).contains(Outcome.NOT_CLEARED);
  }

  @Test
  void aStopThatANewerOneReplacedIsAnsweredWithIt() throws Exception {
    CompletableFuture<Optional<Outcome>> first =
        CompletableFuture.supplyAsync(() -> desk.send(OperatorCommand.Stop::new));
    OperatorCommand older = poll();
    queue.offer(older); // as if the tick had not come to it yet
    CompletableFuture<Optional<Outcome>> second =
        CompletableFuture.supplyAsync(() -> desk.send(OperatorCommand.Stop::new));
    OperatorCommand newer = poll();
    while (newer.id() == older.id()) {
      newer = poll();
    }

    tick.tell(newer.id(), Outcome.DONE);
    ticks(1);

    assertThat(first.get(5, TimeUnit.SECONDS)).contains(Outcome.DONE);
    assertThat(second.get(5, TimeUnit.SECONDS)).contains(Outcome.DONE);
  }

  @Test
  void writesAPressWithItsStrokesUntilStandstill() throws Exception {
    SessionId id = openSession();
    run(1000, 2_000_000_000L, 200); // 2 s at 100 Hz
    tick.mode = Mode.STOPPING;
    tick.strokes += 2;
    ticks(1);
    tick.mode = Mode.ARMED;
    tick.strokes += 1;
    ticks(1);

    assertThat(entries(id)).last().isEqualTo(new SessionEntry.Press(NOON, 2.0, 203, 100.0));
  }

  @Test
  void writesEachStrokeOfAPressOnce() throws Exception {
    SessionId id = openSession();
    tick.strokePeriodNs = 10_000_400;
    tick.turnMilliamps = 215.04;
    tick.protrusionMm = 1.5;
    tick.pedalPressed = true;
    run(2500, 2_500_000_000L, 250);
    tick.mode = Mode.STOPPING;
    tick.pedalPressed = false;
    tick.strokes += 2;
    ticks(1);
    tick.mode = Mode.ARMED;
    ticks(1);

    List<SessionEntry.Strokes> told =
        entries(id).stream()
            .filter(SessionEntry.Strokes.class::isInstance)
            .map(SessionEntry.Strokes.class::cast)
            .toList();
    List<Stroke> strokes =
        told.stream().flatMap(entry -> entry.strokes().unpack().stream()).toList();
    assertThat(told).hasSize(2);
    assertThat(told.get(1).first()).isEqualTo(1 + told.get(0).strokes().count());
    assertThat(strokes).hasSize(252);
    assertThat(strokes.getFirst())
        .isEqualTo(new Stroke(10_000, 215.0, 1.5, Double.NaN, true, false, true));
    assertThat(strokes.getLast())
        .isEqualTo(new Stroke(10_000, 215.0, 1.5, Double.NaN, false, false, false));
    assertThat(entries(id)).last().isInstanceOf(SessionEntry.Press.class);
  }

  @Test
  void aPressBeforeTheNeedleStoodIsAPressOfItsOwn() throws Exception {
    SessionId id = openSession();
    run(10, 1_000_000_000L, 100);
    tick.mode = Mode.STOPPING;
    ticks(1);
    run(10, 500_000_000L, 50);
    tick.mode = Mode.DISARMED;
    ticks(2);

    assertThat(entries(id).stream().filter(SessionEntry.Press.class::isInstance).toList())
        .containsExactly(
            new SessionEntry.Press(NOON, 1.0, 100, 100.0),
            new SessionEntry.Press(NOON, 0.5, 50, 100.0));
  }

  @Test
  void writesSetpointsZonesFaultsAndResets() throws Exception {
    SessionId id = openSession();
    tick.frequencySetpointHz = 120;
    ticks(5);
    CompletableFuture<Zone> moved = keeper.moveTo(Zone.CROWN);
    ticks(1);
    tick.fault = Fault.LINK_LOST;
    tick.faultOccurrence = 7;
    ticks(5);
    tick.faultOccurrence = 8;
    ticks(5);
    tick.fault = Fault.NONE;
    ticks(5);

    assertThat(moved).isCompletedWithValue(Zone.CROWN);
    assertThat(entries(id))
        .containsExactly(
            opened(),
            new SessionEntry.SetpointChanged(100, 1),
            new SessionEntry.StrokesSet("continuous", 1, 1),
            new SessionEntry.SetpointChanged(120, 1),
            new SessionEntry.ZoneChanged(Zone.CROWN),
            new SessionEntry.FaultRaised("LINK_LOST", Fault.LINK_LOST.text()),
            new SessionEntry.FaultRaised("LINK_LOST", Fault.LINK_LOST.text()),
            new SessionEntry.FaultReset());
  }

  @Test
  void countsTapsAndContactsByZoneAndLeavesPrimingOut() throws Exception {
    SessionId id = openSession();
    tick.strokeMode = StrokeMode.TAPS;
    tick.tapStrokes = 3;
    run(10, 1_000_000_000L, 6);
    tick.taps = 2;
    tick.miscounts = 1;
    tick.contacts = 2;
    tick.mode = Mode.ARMED;
    ticks(1);
    CompletableFuture<Zone> moved = keeper.moveTo(Zone.CROWN);
    ticks(1);
    assertThat(moved).isCompletedWithValue(Zone.CROWN);
    tick.strokeMode = StrokeMode.PRIMING;
    run(10, 500_000_000L, 50);
    tick.mode = Mode.ARMED;
    ticks(2);

    assertThat(keeper.status().session().orElseThrow().zones())
        .containsEntry("mid-scalp", new ZoneCounts(2, 6, 2, 1, 2, 1.0))
        .containsEntry("crown", ZoneCounts.NONE);
    assertThat(entries(id))
        .contains(
            new SessionEntry.StrokesSet("taps", 3, 1),
            new SessionEntry.Press(NOON, 0.5, 50, 100.0, 0, 0, 0, false));
  }

  @Test
  void closesASessionOnceTheMachineRests() throws Exception {
    SessionId id = openSession();
    run(10, 1_000_000_000L, 100);
    tick.mode = Mode.RETRACTING;
    CompletableFuture<Keeper.Closed> closed = keeper.close(true);
    ticks(10);
    assertThat(closed).isNotDone();
    tick.mode = Mode.DISARMED;
    ticks(1);

    assertThat(closed).isCompletedWithValue(new Keeper.Closed(id, Optional.empty()));
    assertThat(entries(id))
        .last()
        .isInstanceOfSatisfying(
            SessionEntry.Closed.class, end -> assertThat(end.strokes()).isEqualTo(100));
    assertThat(keeper.status().session()).isEmpty();
  }

  @Test
  void pausesOnceTheMachineRestsAndLetsNobodyArmUntilItGoesOn() throws Exception {
    SessionId id = openSession();
    tick.cleared = true;
    run(10, 1_000_000_000L, 100);
    CompletableFuture<PauseReason> paused = keeper.pause(PauseReason.BREAK);
    ticks(1);
    assertThat(poll())
        .isInstanceOfSatisfying(
            OperatorCommand.Clear.class, clear -> assertThat(clear.allowed()).isFalse());
    tick.mode = Mode.RETRACTING;
    tick.cleared = false;
    ticks(10);
    assertThat(paused).isNotDone();
    tick.mode = Mode.DISARMED;
    ticks(1);
    aliveNs += 60_000_000_000L;
    ticks(1);

    assertThat(paused).isCompletedWithValue(PauseReason.BREAK);
    assertThat(keeper.status().session().orElseThrow())
        .satisfies(session -> {
          assertThat(session.pause().orElseThrow().forS()).isEqualTo(60.0);
          assertThat(session.elapsedS()).isZero();
        });
    assertThat(snapshots.getLast().session().state()).isEqualTo("paused");
    assertThat(answered(keeper.armingRefusal())).contains("the session is paused; resume it first");
    assertThat(failure(keeper.pause(PauseReason.BREAK))).contains("paused already");

    assertThat(answered(keeper.goOn())).isEqualTo(60.0);
    aliveNs += 5_000_000_000L;
    ticks(1);

    assertThat(keeper.status().session().orElseThrow().elapsedS()).isEqualTo(5.0);
    assertThat(keeper.status().session().orElseThrow().pausedS()).isEqualTo(60.0);
    assertThat(entries(id))
        .endsWith(
            new SessionEntry.Press(NOON, 1.0, 100, 100.0),
            new SessionEntry.Paused(PauseReason.BREAK),
            new SessionEntry.Resumed(60.0));
    assertThat(failure(keeper.goOn())).contains("not paused");
  }

  @Test
  void aLeaveToArmThatComesTooLateIsTakenBackInAPause() throws Exception {
    openSession();
    CompletableFuture<PauseReason> paused = keeper.pause(PauseReason.CARTRIDGE);
    ticks(1);
    assertThat(paused).isCompleted();
    assertThat(queue.poll()).isNull();
    tick.cleared = true; // somebody who was looked at before the pause
    ticks(1);

    assertThat(poll()).isInstanceOf(OperatorCommand.Clear.class);
  }

  private <T> T answered(CompletableFuture<T> future) throws Exception {
    ticks(1);
    return future.get(1, TimeUnit.SECONDS);
  }

  private String failure(CompletableFuture<?> future) {
    ticks(1);
    return String.valueOf(future.exceptionNow().getMessage());
  }

  @Test
  void countsOnlyTheStrokesOfTheSession() throws Exception {
    tick.strokes = 5000;
    tick.needleOnNs = 50_000_000_000L;
    ticks(1);
    openSession();
    run(10, 1_000_000_000L, 100);

    assertThat(keeper.status().session())
        .hasValueSatisfying(session -> {
          assertThat(session.strokes()).isEqualTo(100);
          assertThat(session.needleOnS()).isEqualTo(1.0);
        });
  }

  @Test
  void publishesEventsAtOnceAndOtherwiseFiveTimesASecond() {
    ticks(1);
    int first = snapshots.size();
    for (int i = 0; i < 1000; i++) {
      ticks(1); // one second
    }
    int perSecond = snapshots.size() - first;
    tick.estopOpen = true;
    ticks(1);

    assertThat(perSecond).isBetween(4, 6);
    assertThat(snapshots).hasSize(first + perSecond + 1);
    assertThat(snapshots.getLast().inputs().estopOpen()).isTrue();
  }

  @Test
  void saysWhenTheBoardComesAndGoes() {
    tick.link = LinkState.READY;
    ticks(2);
    tick.link = LinkState.ABSENT;
    ticks(2);

    assertThat(online).containsExactly(true, false);
  }

  private OperatorCommand poll() {
    OperatorCommand command = queue.poll();
    while (command == null) {
      Thread.onSpinWait();
      command = queue.poll();
    }
    return command;
  }

  private static SessionEntry.Opened opened() {
    return new SessionRequest("C1", "K1", true, "mid-scalp", "").checked();
  }

  @Test
  void aFullDoseDisarmsAndIsRecordedAndAnotherZoneHasItsOwn() throws Exception {
    SessionId id = openSession();
    long hard = 80 * 4000; // mid-scalp of the built-in catalogue, in normal skin
    run(10, 1_000_000_000L, hard / 2);
    tick.mode = Mode.ARMED;
    ticks(1);
    assertThat(keeper.status().session().orElseThrow().dose().orElseThrow())
        .isEqualTo(new Dose(Zone.MID_SCALP, hard / 2, hard / 2, hard));
    assertThat(queue.poll()).isNull();

    run(10, 1_000_000_000L, hard / 2);
    assertThat(queue.poll())
        .isInstanceOfSatisfying(
            OperatorCommand.Clear.class, clear -> assertThat(clear.allowed()).isFalse());
    tick.mode = Mode.DISARMED;
    ticks(1);
    assertThat(book.read(id).stream().map(RecordedEntry::entry))
        .contains(
            new SessionEntry.DoseReached(Zone.MID_SCALP, hard / 2, hard / 2, false),
            new SessionEntry.DoseReached(Zone.MID_SCALP, hard, hard, true));
    mountOne();
    assertThat(keeper.status().work().armingRefusal().orElseThrow())
        .contains("mid-scalp has taken " + hard, "move to another zone");

    CompletableFuture<Zone> moved = keeper.moveTo(Zone.CROWN);
    ticks(1);
    assertThat(moved.get(1, TimeUnit.SECONDS)).isEqualTo(Zone.CROWN);
    assertThat(keeper.status().work().armingRefusal()).isEmpty();
  }

  @Test
  void countersGoOnAfterAnInterruptionForTheSameClientOnly() throws Exception {
    SessionId first = openSession();
    run(10, 2_000_000_000L, 200);
    tick.mode = Mode.ARMED;
    ticks(2);
    book.close(); // as a power cut leaves it
    open();
    tick.mode = Mode.DISARMED;
    tick.strokes = 0; // the counters of the tick begin anew with it
    tick.needleOnNs = 0;

    CompletableFuture<SessionId> other = keeper.resume("C2");
    CompletableFuture<SessionId> same = keeper.resume("C1");
    ticks(1);
    assertThat(other)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("another client's");
    SessionId second = same.get(1, TimeUnit.SECONDS);
    run(10, 1_000_000_000L, 100);
    tick.mode = Mode.ARMED;
    ticks(2);

    Status.Session session = keeper.status().session().orElseThrow();
    assertThat(session.strokes()).isEqualTo(300);
    assertThat(session.needleOnS()).isEqualTo(3.0);
    assertThat(session.zones())
        .hasEntrySatisfying("mid-scalp", counts -> assertThat(counts.strokes()).isEqualTo(300));
    assertThat(book.read(second).getFirst().entry())
        .isInstanceOfSatisfying(
            SessionEntry.Opened.class, opened -> assertThat(opened.continues()).contains(first));
  }

  @Test
  void aKillInALongPressCostsNoMoreThanTheLastSecondOfIt() throws Exception {
    SessionId first = openSession();
    tick.mode = Mode.RUNNING;
    for (int tenth = 0; tenth < 35; tenth++) {
      tick.strokes += 10;
      tick.needleOnNs += 100_000_000;
      tick.nowNs += 99_000_000; // the tick itself is a millisecond
      ticks(1);
    }
    book.close(); // as a kill leaves it
    open();
    SessionEntry.Closed closed = (SessionEntry.Closed) book.read(first).getLast().entry();
    assertThat(closed.strokes()).isBetween(250L, 350L);
    assertThat(book.read(first).stream().filter(e -> e.entry() instanceof SessionEntry.Press))
        .as("the press is told as far as it is known")
        .hasSize(1);
    tick.mode = Mode.DISARMED;
    tick.strokes = 0;
    tick.needleOnNs = 0;
    CompletableFuture<SessionId> resumed = keeper.resume("C1");
    ticks(1);
    assertThat(resumed).isCompleted();
    assertThat(keeper.status().session().orElseThrow().strokes()).isEqualTo(closed.strokes());
  }

  @Test
  void theCartridgeOfAnInterruptedSessionIsStillThatOfTheOneThatGoesOn() throws Exception {
    openSession();
    MountedCartridge one =
        new MountedCartridge(
            Catalogue.builtIn().cartridge("3RL"),
            "L1",
            LocalDate.of(2099, 1, 1),
            Optional.of("S7"));
    CompletableFuture<Boolean> mounted = keeper.mount(Optional.of(one));
    ticks(1);
    assertThat(mounted).isCompletedWithValue(true);
    book.close(); // as a kill leaves it
    open();

    CompletableFuture<Keeper.Before> before = keeper.checked(one);
    CompletableFuture<SessionId> resumed = keeper.resume("C1");
    CompletableFuture<Keeper.Before> after = keeper.checked(one);
    ticks(1);

    assertThat(before)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("was used in session");
    assertThat(resumed).isCompleted();
    assertThat(after).isCompleted().isNotCompletedExceptionally();
  }

  @Test
  void h22APressGoesOnOverADiskThatFailsAndTheSessionCanBeClosed() throws Exception {
    SessionId id = openSession();
    run(10, 100_000_000L, 10);
    int before = entries(id).size();

    Thread.currentThread().interrupt(); // ends the file's channel: every later write fails
    tick.frequencySetpointHz = 120;
    ticks(1);
    assertThat(Thread.interrupted()).isTrue();
    ticks(1);
    assertThat(keeper.status().trouble().orElseThrow()).contains("cannot be written");
    assertThat(keeper.recordTrouble()).isTrue();
    CompletableFuture<Keeper.Closed> closed = keeper.close(false);
    ticks(1);

    assertThat(closed.get(1, TimeUnit.SECONDS).wrong().orElseThrow())
        .contains("closed as interrupted once the disk works");
    assertThat(keeper.status().session()).isEmpty();
    assertThat(keeper.recordTrouble()).isFalse();
    assertThat(entries(id)).hasSizeGreaterThanOrEqualTo(before);
    // The disk works again: the next session ends the one before first.
    SessionId next = openSession();
    assertThat(next).isNotEqualTo(id);
    assertThat(entries(id))
        .last()
        .isInstanceOfSatisfying(
            SessionEntry.Closed.class, end -> assertThat(end.why()).isEqualTo(Closing.INTERRUPTED));
  }

  @Test
  void h22WhatTheHostWorriesAboutIsToldToTheTickOnceAndTakenBack() throws Exception {
    ClockHealth clock = new ClockHealth(Optional::empty, Optional::empty, 5);
    Worries worries = new Worries(desk, keeper, () -> 0, clock);
    openSession();
    drainQueue();
    worries.look();
    assertThat(queue.poll()).isNull();

    Thread.currentThread().interrupt();
    tick.frequencySetpointHz = 120;
    ticks(1);
    assertThat(Thread.interrupted()).isTrue();
    worries.look();
    worries.look();

    assertThat(queue.poll())
        .isInstanceOfSatisfying(
            OperatorCommand.Worry.class,
            worry -> assertThat(worry.concern()).isEqualTo(HostConcern.RECORD));
    assertThat(queue.poll()).isNull();
    CompletableFuture<Keeper.Closed> closed = keeper.close(false);
    ticks(1);
    assertThat(closed).isCompleted();
    worries.look();
    assertThat(queue.poll())
        .isInstanceOfSatisfying(
            OperatorCommand.Worry.class,
            worry -> assertThat(worry.concern()).isEqualTo(HostConcern.NONE));
  }

  private void drainQueue() {
    while (queue.poll() != null) {
      // Nobody asks for these.
    }
  }

  @Test
  void aSessionThatWasClosedIsNotGoneOnWith() throws Exception {
    openSession();
    CompletableFuture<Keeper.Closed> closed = keeper.close(false);
    ticks(1);
    assertThat(closed).isCompleted();
    CompletableFuture<SessionId> again = keeper.resume("C1");
    ticks(1);
    assertThat(again)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("was not interrupted; open a new one");
  }

  @Test
  void h21WhereTheTimeOfDayWasSetIsMarkedBeforeAnythingIsDatedByIt() throws Exception {
    SessionId id = openSession();
    run(10, 100_000_000L, 10);
    setByS = 3600;
    tick.frequencySetpointHz = 120;
    ticks(1);
    setByS = -1_795_435_200L; // the beginning of 1970
    ticks(2);

    List<RecordedEntry> read = book.read(id);
    assertThat(read)
        .extracting(RecordedEntry::entry)
        .endsWith(
            new SessionEntry.ClockStepped(3600),
            new SessionEntry.SetpointChanged(120, 1),
            new SessionEntry.ClockStepped(-1_795_438_800.0));
    assertThat(read.getLast().at()).isEqualTo(Instant.EPOCH);
    assertThat(keeper.status().session().orElseThrow().elapsedS()).isZero();
  }

  private void mountOne() {
    CompletableFuture<Boolean> mounted =
        keeper.mount(
            Optional.of(
                new MountedCartridge(
                    Catalogue.builtIn().cartridge("3RL"),
                    "L1",
                    LocalDate.of(2099, 1, 1),
                    Optional.empty())));
    ticks(1);
    assertThat(mounted).isCompletedWithValue(true);
  }

  private SessionId openSession() throws Exception {
    CompletableFuture<SessionId> done = keeper.open(opened());
    ticks(1);
    return done.get(1, TimeUnit.SECONDS);
  }

  /** The needle runs: counters grow evenly over {@code ticks} samples. */
  private void run(int ticks, long onNs, long strokes) {
    tick.mode = Mode.RUNNING;
    ticks(1);
    for (int i = 0; i < ticks; i++) {
      tick.needleOnNs += onNs / ticks;
      tick.strokes += strokes / ticks + (i < strokes % ticks ? 1 : 0);
      ticks(1);
    }
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick.tick++;
      tick.nowNs += 1_000_000;
      assertThat(ring.write(tick)).isTrue();
      tick.outcomes = 0;
      keeper.pump();
    }
  }

  private boolean tellsOfAFault(SessionId id) {
    try {
      return entries(id).stream().anyMatch(SessionEntry.FaultRaised.class::isInstance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<SessionEntry> entries(SessionId id) throws IOException {
    return book.read(id).stream().map(RecordedEntry::entry).toList();
  }
}
