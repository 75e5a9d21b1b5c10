package org.stipple.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.Stroke;

/** The record's strokes one by one against its presses, in random sessions with faults. */
final class StrokeRecordTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void everyStrokeOfEveryPressIsThereOnce(long seed) throws Exception {
    RecordedRun run =
        RecordedRun.play(seed, Roster.all(), ClockPlan.none(), folder.resolve("book"));

    List<Stroke> strokes = new ArrayList<>();
    long presses = 0;
    long next = 0;
    double longestS = 0;
    for (RecordedEntry recorded : run.entries()) {
      switch (recorded.entry()) {
        case SessionEntry.Strokes told -> {
          assertThat(told.first()).isGreaterThanOrEqualTo(next);
          next = told.first() + told.strokes().count();
          strokes.addAll(told.strokes().unpack());
        }
        case SessionEntry.Press press -> {
          presses++;
          assertThat(strokes).hasSize((int) press.strokes());
          if (press.durationS() > longestS) {
            longestS = press.durationS();
            followsTheMean(press, strokes);
          }
          strokes.clear();
        }
        default -> {}
      }
    }
    assertThat(strokes).isEmpty();
    assertThat(presses).isPositive();
    assertThat(longestS).isGreaterThan(2);
  }

  /**
   * Over a long press, the time of its strokes adds up to it; nearly all have a period of their
   * own.
   */
  private static void followsTheMean(SessionEntry.Press press, List<Stroke> strokes) {
    List<Stroke> timed =
        strokes.stream().filter(stroke -> stroke.pressed() && stroke.periodUs() > 0).toList();
    double seconds = timed.stream().mapToLong(Stroke::periodUs).sum() / 1e6;
    if (press.durationS() < 2) {
      return;
    }
    assertThat((double) timed.size() / strokes.size()).isGreaterThan(0.9);
    assertThat(seconds).isCloseTo(press.durationS(), within(0.1 + 0.02 * press.durationS()));
  }
}
