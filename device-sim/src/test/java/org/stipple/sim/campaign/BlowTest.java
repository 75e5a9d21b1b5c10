package org.stipple.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stipple.sim.ensemble.Silence;
import org.stipple.sim.scenario.Figures;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.Zone;

/** The parts of campaign C4 that need no process; the blows themselves are H15's and H16's. */
final class BlowTest {

  private final Scribe scribe = new Scribe(Path.of("nowhere"), Zone.CROWN);

  private List<RecordedEntry> file(int... numbers) {
    return IntStream.range(0, numbers.length)
        .mapToObj(i -> new RecordedEntry(i, Instant.EPOCH, scribe.entry(numbers[i])))
        .toList();
  }

  @Test
  void theBlowsAreDrawnFromTheirSeed() {
    List<Blow> blows = Blow.draw(7, 30, 10, 1);

    assertThat(blows).isEqualTo(Blow.draw(7, 30, 10, 1)).isNotEqualTo(Blow.draw(8, 30, 10, 1));
    assertThat(blows).hasSize(41);
    assertThat(blows).filteredOn(blow -> blow.kind() == Blow.Kind.STOP).hasSize(10);
  }

  @Test
  void whatWasAcknowledgedAndIsThereIsInBalance() {
    scribe.acknowledge(20);

    assertThat(scribe.against(file(IntStream.range(0, 20).toArray())))
        .isEqualTo(new Scribe.Balance(20, 0, 0));
  }

  @Test
  void oneMoreMayBeThereThanWasAcknowledgedButNotTwo() {
    scribe.acknowledge(3);

    assertThat(scribe.against(file(0, 1, 2, 3))).isEqualTo(new Scribe.Balance(3, 0, 0));
    assertThat(scribe.against(file(0, 1, 2, 3, 4))).isEqualTo(new Scribe.Balance(3, 0, 1));
  }

  @Test
  void aLostEntryIsCountedWhereverItWas() {
    scribe.acknowledge(5);

    assertThat(scribe.against(file(0, 1, 2, 3))).isEqualTo(new Scribe.Balance(5, 1, 0));
    assertThat(scribe.against(file(0, 1, 3, 4))).isEqualTo(new Scribe.Balance(5, 1, 0));
    assertThat(scribe.against(file())).isEqualTo(new Scribe.Balance(5, 5, 0));
  }

  @Test
  void anEntryThatIsThereTwiceIsCounted() {
    scribe.acknowledge(4);

    assertThat(scribe.against(file(0, 1, 1, 2, 3))).isEqualTo(new Scribe.Balance(4, 0, 1));
  }

  @Test
  void thePageTellsFiguresViolationsAndEveryBlow() {
    Blow blow = Blow.draw(1, 1, 0, 0).getFirst();
    BlowRun good = new BlowRun(blow, Optional.of(new Silence(47, 98, 6)), 2.5, 9, 0, 0, List.of());
    BlowRun bad = BlowRun.brokenOff(blow, "the board <does not> answer");

    String page = BlowReport.page(new Figures(1), List.of(good, bad), "stipple campaign c4").text();

    assertThat(page)
        .contains("drive off 47.0 ms and 6 strokes", "ready again in 2.50 s")
        .contains("class=bad", "the board &lt;does not&gt; answer")
        .doesNotContain("<does not>");
  }
}
