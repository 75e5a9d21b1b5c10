package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stipple.sim.scenario.Figures.Goal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one form of figures. */
class FiguresTest {

  private final Figures figures = new Figures(42);

  @Test
  void writesEveryFieldOfTheForm() {
    figures.addCount("demo.strokes.plant", 6000, Goal.exactly(6000));
    figures.add("demo.frequency.error_pct", 0.25, "%", Goal.atMost(0.2));
    JsonNode json = JsonMapper.shared().readTree(figures.json());
    assertThat(json.path("seed").asLong()).isEqualTo(42);
    assertThat(json.path("commit").asString("")).isNotEmpty();
    assertThat(json.path("machine").asString("")).contains("JDK");
    JsonNode first = json.path("figures").path(0);
    assertThat(first.path("id").asString("")).isEqualTo("demo.strokes.plant");
    assertThat(first.path("value").isIntegralNumber()).isTrue();
    assertThat(first.path("value").asLong()).isEqualTo(6000);
    assertThat(first.path("met").asBoolean()).isTrue();
    JsonNode second = json.path("figures").path(1);
    assertThat(second.path("unit").asString("")).isEqualTo("%");
    assertThat(second.path("goal").asString("")).isEqualTo("<= 0.2");
    assertThat(second.path("met").asBoolean(true)).isFalse();
    assertThat(figures.allMet()).isFalse();
  }

  @Test
  void judgesEachGoalAtItsBound() {
    figures.add("at.most", 1, "", Goal.atMost(1));
    figures.add("at.least", 1, "", Goal.atLeast(1));
    figures.add("exactly", 1, "", Goal.exactly(1));
    assertThat(figures.allMet()).isTrue();
    figures.add("more.than", 1, "", Goal.moreThan(1));
    assertThat(figures.allMet()).isFalse();
    assertThat(figures.table()).contains("MISSED");
  }

  @Test
  void whatCouldNotBeMeasuredMissesItsGoalAndIsNull() {
    figures.add("error", Double.NaN, "%", Goal.atMost(0.2));
    assertThat(figures.allMet()).isFalse();
    assertThat(
            JsonMapper.shared()
                .readTree(figures.json())
                .path("figures")
                .path(0)
                .path("value")
                .isNull())
        .isTrue();
    assertThat(figures.table()).contains("not measured");
  }

  @Test
  void aFigureWithoutGoalIsToldOnly() {
    figures.add("lateness", 812.5, "us", Goal.none());
    JsonNode row = JsonMapper.shared().readTree(figures.json()).path("figures").path(0);
    assertThat(figures.allMet()).isTrue();
    assertThat(row.path("goal").isNull()).isTrue();
    assertThat(row.path("met").isNull()).isTrue();
  }
}
