package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.flight.FlightTap;
import org.stipple.controller.flightlog.FlightHeader;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.controller.flightlog.FlightReplay;
import org.stipple.controller.profile.Profile;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.SimulatedMachine;

/** A host that is run again on its own flight log. */
final class FlightReplayTest {

  @TempDir private Path folder;

  /** A session with presses, taps, setpoints, a STOP and an e-stop, recorded. */
  private Path record(double corruption) throws IOException {
    Profile profile = Profile.reference();
    BoardSettings board = BoardSettings.reference(profile);
    FlightTap tap = FlightTap.recording();
    FlightHeader header = new FlightHeader("test", Instant.EPOCH, profile, board);
    try (FlightLog log = FlightLog.begin(tap, header, folder, 1_000_000_000)) {
      VirtualSession session =
          new VirtualSession(
              new SimulatedMachine(BoardKind.PICO, 4, 0), board, profile, 4, corruption, tap);
      session.arm();
      log.pump();
      for (int i = 0; i < 4; i++) {
        session.offer(new OperatorCommand.SetFrequency(session.newId(), 80 + 10 * i));
        session.pedal(true);
        session.runMs(1_500);
        session.pedal(false);
        session.runMs(700);
        log.pump();
      }
      session.offer(new OperatorCommand.SetStrokes(session.newId(), StrokeMode.TAPS, 3, 1));
      session.offer(new OperatorCommand.SetDepth(session.newId(), 1.4));
      session.runMs(500);
      session.pedal(true);
      session.runMs(600);
      session.offer(new OperatorCommand.Stop(session.newId()));
      session.runMs(400);
      session.pedal(false);
      session.machine().wiring().estop(false, session.nowNs());
      session.runMs(500);
      return log.state().file();
    }
  }

  private static FlightReplay.Result replay(Path file) throws IOException {
    return FlightReplay.of(file, share -> {});
  }

  @ParameterizedTest
  @CsvSource({"0", "0.002"})
  void sendsEveryByteAgain(double corruption) throws Exception {
    FlightReplay.Result result = replay(record(corruption));

    assertThat(result.difference()).isNull();
    assertThat(result.ticks()).isGreaterThan(10_000);
    assertThat(result.strokes()).isGreaterThan(400);
    assertThat(result.writes()).isGreaterThan(1_000);
  }

  @Test
  void anotherHostIsToldByTickMessageAndBothValues() throws Exception {
    Path file = record(0);
    byte[] bytes = Files.readAllBytes(file);
    int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("}\n") + 2;
    String head = new String(bytes, 0, end, StandardCharsets.UTF_8);
    assertThat(head).contains("\"pwmHz\":80000.0", "\"supplyVolts\":15.0");
    // The feed-forward takes the supply for another: the first duty of the first press differs.
    Path other = folder.resolve("other.flight");
    Files.write(
        other,
        concat(
            head.replace("\"supplyVolts\":15.0", "\"supplyVolts\":16.0")
                .getBytes(StandardCharsets.UTF_8),
            Arrays.copyOfRange(bytes, end, bytes.length)));

    assertThat(replay(other).difference())
        .matches("tick \\d+: .*: recorded \\w+=-?\\d+, this host sends \\w+=-?\\d+ .*");
  }

  @Test
  void aCutLogIsGoodUpToItsCut() throws Exception {
    byte[] whole = Files.readAllBytes(record(0));
    long before = 0;
    for (int part = 4; part <= 8; part++) {
      Path cut = folder.resolve("cut-" + part + ".flight");
      Files.write(cut, Arrays.copyOf(whole, whole.length * part / 8));
      FlightReplay.Result result = replay(cut);
      assertThat(result.difference()).isNull();
      assertThat(result.ticks()).isGreaterThanOrEqualTo(before);
      before = result.ticks();
    }
    assertThat(before).isGreaterThan(10_000);
  }

  @Test
  void damageIsNamedAndNothingElseThrown() throws Exception {
    byte[] whole = Files.readAllBytes(record(0));
    SplittableRandom random = new SplittableRandom(6);
    int told = 0;
    for (int round = 0; round < 40; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Path file = folder.resolve("damaged.flight");
      Files.write(file, damaged);
      try {
        told += replay(file).difference() != null ? 1 : 0;
      } catch (IOException e) {
        told++;
      }
    }
    assertThat(told).isGreaterThan(20);
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> replay(text)).hasMessageContaining("is no flight log");
  }

  @Test
  void theOldestGoWhereTheBudgetIsSmallAndAFullOneEndsItself() throws Exception {
    Path old = Files.write(folder.resolve("20200101-000000-000.flight"), new byte[200_000]);
    Path newer = Files.write(folder.resolve("20200102-000000-000.flight"), new byte[30_000]);
    FlightTap tap = FlightTap.recording();
    FlightHeader header =
        new FlightHeader(
            "test",
            Instant.parse("2026-11-28T00:00:00Z"),
            Profile.reference(),
            BoardSettings.reference(Profile.reference()));
    try (FlightLog log = FlightLog.begin(tap, header, folder, 100_000)) {
      assertThat(old).doesNotExist();
      assertThat(newer).exists();
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < 40_000; i++) {
        tap.tick(random.nextLong(), random.nextLong());
        if (i % 1_000 == 0) {
          log.pump();
        }
      }
      assertThat(log.state().ended()).contains("half of its budget");
      assertThat(log.state().bytes()).isLessThan(100_000);
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
