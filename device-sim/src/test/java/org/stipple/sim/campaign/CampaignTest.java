package org.stipple.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.fault.FaultKind;
import org.stipple.sim.fault.FaultPlan;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.scenario.Figures;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.session.SessionEntry;
import picocli.CommandLine;

/** The short forms of the campaigns; the long ones are run by {@code stipple campaign}. */
final class CampaignTest {

  @TempDir private Path folder;

  private static ProgressLine quiet() {
    return new ProgressLine(new PrintStream(PrintStream.nullOutputStream()), false);
  }

  @Test
  void twoHundredRandomSessionsViolateNoHazard() throws Exception {
    SessionCampaign campaign = new SessionCampaign(1);
    campaign.play(200, Runtime.getRuntime().availableProcessors(), quiet());

    assertThat(campaign.runs())
        .allSatisfy(run -> assertThat(run.violations()).as(run.sentence()).isEmpty())
        .allSatisfy(run -> assertThat(run.virtualSeconds()).isGreaterThanOrEqualTo(60));
    Figures figures = campaign.figures(200);
    assertThat(figures.all())
        .filteredOn(figure -> figure.id().equals("campaign.c1.replays_differ"))
        .singleElement()
        .satisfies(figure -> assertThat(figure.value()).isZero());
  }

  @Test
  void aJudgeWithoutAProtectionNoticesThatItIsOff() {
    List<Protection> protections =
        Protections.all().stream()
            .filter(one ->
                List.of("a release is seen", "judgement: estop", "the largest depth")
                    .contains(one.name()))
            .toList();
    assertThat(protections).hasSize(3);
    assertThat(protections)
        .allSatisfy(
            one -> assertThat(C2Command.without(one, 1, 20).session()).as(one.name()).isPositive());
  }

  @Test
  void spoiledBytesEscapeNobodyAndFramesAreFoundAgain() {
    ByteCampaign campaign = new ByteCampaign(1);
    campaign.play(500_000, quiet());

    assertThat(campaign.escapes()).as(campaign.firstEscape().orElse("")).isZero();
    assertThat(campaign.drivenAlone()).isZero();
    assertThat(campaign.resyncMsMax()).isLessThanOrEqualTo(20);
  }

  @Test
  void aCampaignWritesItsPageAndAsksForTheFolderFirst() throws Exception {
    Path page = folder.resolve("c3.html");
    assertThat(c3("--bytes", "1000", "--seed", "5", "--html", page.toString())).isZero();
    assertThat(Files.readString(page))
        .contains(
            "Campaign C3", "campaign.c3.escapes", "stipple campaign c3 --bytes 1000 --seed 5");
    assertThat(c3("--json", folder.resolve("no/such/folder.json").toString())).isEqualTo(2);
    assertThat(c3("--html", folder.toString())).isEqualTo(2);
  }

  private static int c3(String... arguments) {
    return new CommandLine(new C3Command()).execute(arguments);
  }

  @Test
  void h21TwentySessionsMoveAndRecordTheSameWhereverTheTimeOfDayIsSet() throws Exception {
    ClockCampaign campaign = new ClockCampaign(1, folder);
    campaign.play(20, Runtime.getRuntime().availableProcessors(), quiet());

    assertThat(campaign.pairs())
        .hasSize(20)
        .allSatisfy(pair -> assertThat(pair.violates()).as(pair.sentence()).isFalse())
        .allSatisfy(pair -> assertThat(pair.jumps()).isGreaterThanOrEqualTo(3))
        .allSatisfy(pair -> assertThat(pair.entries()).isGreaterThan(20));
    assertThat(campaign.figures().allMet()).isTrue();
  }

  @Test
  void aSessionThatMovesOtherwiseIsToldFromItsTwin() throws Exception {
    RecordedRun one = RecordedRun.play(1, Roster.all(), ClockPlan.none(), folder.resolve("one"));
    RecordedRun same = RecordedRun.play(1, Roster.all(), ClockPlan.none(), folder.resolve("same"));
    RecordedRun other =
        RecordedRun.play(2, Roster.all(), ClockPlan.none(), folder.resolve("other"));
    RecordedRun byOneByte =
        new RecordedRun(one.run(), one.wireHash() + 1, one.entries(), one.endNs());

    assertThat(ClockCampaign.differs(one, same)).isFalse();
    assertThat(ClockCampaign.differs(one, other)).isTrue();
    assertThat(ClockCampaign.differs(one, byOneByte)).isTrue();
  }

  @Test
  void aStepOfTheClockWithoutItsMarkIsFound() {
    RecordedEntry first = new RecordedEntry(0, ClockPlan.TRUTH, new SessionEntry.FaultReset());
    RecordedEntry back =
        new RecordedEntry(
            1, ClockPlan.TRUTH.minusSeconds(3_590), new SessionEntry.ClockStepped(-3600));
    RecordedEntry unmarked =
        new RecordedEntry(1, ClockPlan.TRUTH.minusSeconds(3_590), new SessionEntry.FaultReset());

    assertThat(ClockCampaign.unordered(List.of(first, back))).isZero();
    assertThat(ClockCampaign.unordered(List.of(first, unmarked))).isEqualTo(1);
    assertThat(ClockCampaign.unmarked(List.of(-3600.0), List.of(first, back))).isZero();
    assertThat(ClockCampaign.unmarked(List.of(-3600.0), List.of(first, unmarked))).isEqualTo(1);
    assertThat(ClockCampaign.unmarked(List.of(), List.of(first, back))).isEqualTo(1);
    assertThat(ClockCampaign.unmarked(List.of(3600.0), List.of(first, back))).isEqualTo(1);
  }

  @Test
  void aPlanIsDrawnFromItsSeedAndReadsAsSentences() {
    FaultPlan plan = FaultPlan.draw(new SplittableRandom(3), 2_000, 55_000);

    assertThat(plan).isEqualTo(FaultPlan.draw(new SplittableRandom(3), 2_000, 55_000));
    assertThat(plan.faults())
        .isNotEmpty()
        .isSortedAccordingTo(java.util.Comparator.comparingLong(PlannedFault::atMs));
    assertThat(new PlannedFault(FaultKind.LINE_SILENT, 12_300, 80, 0).sentence())
        .isEqualTo("at 12.300 s the line falls silent for 80 ms");
    assertThat(new PlannedFault(FaultKind.BOARD_RESET, 1_000, 1, 0).sentence())
        .isEqualTo("at 1.000 s the board restarts");
  }
}
