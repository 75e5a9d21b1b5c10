package org.stipple.telemetry.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PackedStrokesTest {

  @Test
  void comeBackAsTheyWere() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 500; round++) {
      List<Stroke> strokes = new ArrayList<>();
      for (int i = random.nextInt(300); i > 0; i--) {
        strokes.add(any(random));
      }
      String text = PackedStrokes.of(strokes).base64();

      assertThat(PackedStrokes.ofBase64(text).unpack()).isEqualTo(strokes);
      assertThat(PackedStrokes.ofBase64(text)).isEqualTo(PackedStrokes.of(strokes));
    }
  }

  /** At the ends of the ranges and in them, in the steps that are kept. */
  private static Stroke any(SplittableRandom random) {
    boolean unknown = random.nextInt(5) == 0;
    return new Stroke(
        random.nextInt(4) == 0 ? Stroke.PERIOD_US_MAX : random.nextInt(20_000),
        unknown ? Double.NaN : random.nextInt(1_000_001) / 10.0,
        unknown ? Double.NaN : random.nextInt(-10_000, 10_001) / 1000.0,
        random.nextBoolean() ? Double.NaN : random.nextInt(-10_000, 10_001) / 1000.0,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean());
  }

  @Test
  void aSecondOfSteadyWorkTakesEightBytesAStroke() {
    SplittableRandom random = new SplittableRandom(4);
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      strokes.add(
          new Stroke(
              6667 + random.nextInt(-60, 61),
              220 + random.nextInt(-60, 61) / 10.0,
              1.8,
              0.9 + random.nextInt(-30, 31) / 1000.0,
              true,
              i > 70,
              true));
    }

    assertThat(PackedStrokes.of(strokes).base64().length() * 3 / 4).isLessThan(8 * 150);
  }

  @Test
  void damageIsRefusedAndNothingElseThrown() {
    List<Stroke> strokes =
        Collections.nCopies(20, new Stroke(6667, 220, 1.8, 0.9, true, true, true));
    byte[] bytes = Base64.getDecoder().decode(PackedStrokes.of(strokes).base64());
    for (int cut = 0; cut < bytes.length; cut++) {
      String text = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes, cut));
      assertThatThrownBy(() -> PackedStrokes.ofBase64(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      readOrRefuse(Base64.getEncoder().encodeToString(noise));
    }
  }

  private static void readOrRefuse(String text) {
    try {
      assertThat(PackedStrokes.ofBase64(text).unpack()).hasSizeLessThanOrEqualTo(60);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("Index");
    }
  }

  @Test
  void moreThanAPackHoldsAreRefused() {
    Stroke one = new Stroke(1, 1, 1, 1, true, true, true);
    assertThatThrownBy(() -> PackedStrokes.of(Collections.nCopies(1001, one)))
        .hasMessage("1001 strokes in one pack; allowed are 0 to 1000");
  }
}
