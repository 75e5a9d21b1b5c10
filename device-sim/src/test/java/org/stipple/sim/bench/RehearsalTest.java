package org.stipple.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.stipple.controller.app.Rehearsal;
import org.stipple.controller.control.Mode;
import org.stipple.controller.safety.Fault;

/** The session by which a controller warms up. */
final class RehearsalTest {

  @Test
  void theRecordingInTheControllerIsOneOfTodaysHost() throws IOException {
    try (InputStream shipped = Rehearsal.class.getResourceAsStream(Rehearsal.RECORDING);
        InputStream inflated = new InflaterInputStream(shipped)) {
      assertThat(inflated.readAllBytes())
          .as("stale: run ./stipple bench rehearsal --renew")
          .isEqualTo(RehearsalTape.record().bytes());
    }
  }

  @Test
  void itRunsTheNeedleTwiceAndEndsDisarmedWithoutAFault() {
    RehearsalTape tape = RehearsalTape.record();
    assertThat(tape.last().strokes).isEqualTo(tape.plantStrokes()).isGreaterThan(200);
    assertThat(tape.last().fault).isEqualTo(Fault.NONE);
    assertThat(tape.last().mode).isEqualTo(Mode.DISARMED);
  }

  @Test
  void theRecordingPlaysTheHostAsTheBoardDid() {
    assertThat(Rehearsal.warmUp(1)).isEqualTo(RehearsalTape.record().last().strokes);
  }
}
