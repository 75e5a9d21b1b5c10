package org.stipple.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;

/** The short form of campaign C10: each way once or twice, against a clinic's real server. */
final class TrustCampaignTest {

  @Test
  void nothingOfWhatNobodyMayIsAcceptedAndAllOfItIsAudited(@TempDir Path folder) throws Exception {
    try (TrustCampaign campaign = new TrustCampaign(folder, false)) {
      Figures figures = campaign.play(2, new ProgressLine(System.out, false));
      List<Figures.Figure> missed =
          figures.all().stream().filter(figure -> !figure.isMet()).toList();
      assertThat(missed).as("in %s: %s", folder, campaign.rows()).isEmpty();
    }
  }
}
