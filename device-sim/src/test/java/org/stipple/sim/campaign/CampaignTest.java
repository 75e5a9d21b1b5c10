package org.stipple.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.fault.FaultKind;
import org.stipple.sim.fault.FaultPlan;
import org.stipple.sim.fault.PlannedFault;
import org.stipple.sim.scenario.Figures;

/** The short forms of the campaigns; the long ones are run by {@code stipple campaign}. */
final class CampaignTest {

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
    Figures figures = campaign.figures();
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

    assertThat(campaign.escapes()).as(campaign.firstEscape()).isZero();
    assertThat(campaign.drivenAlone()).isZero();
    assertThat(campaign.resyncMsMax()).isLessThanOrEqualTo(20);
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
