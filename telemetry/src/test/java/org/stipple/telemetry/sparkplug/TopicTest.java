package org.stipple.telemetry.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spBv1.0/CLINIC/NBIRTH/pi-1",
        "spBv1.0/CLINIC/DDATA/pi-1/SMP-01",
        "spBv1.0/STATE/stipple-clinic"
      })
  void readsWhatItWrites(String text) {
    assertThat(Topic.parse(text).orElseThrow().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spAv1.0/CLINIC/NBIRTH/pi-1",
        "spBv1.0/CLINIC/NBIRTH",
        "spBv1.0/CLINIC/NBIRTH/pi-1/SMP-01",
        "spBv1.0/CLINIC/DDATA/pi-1",
        "spBv1.0/CLINIC/MOVE/pi-1",
        "spBv1.0//NBIRTH/pi-1",
        "spBv1.0/STATE/a/b"
      })
  void aForeignTopicIsNone(String text) {
    assertThat(Topic.parse(text)).isEmpty();
  }

  @Test
  void anIdWithAWildcardIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Topic.OfNode("a+b", MessageType.NBIRTH, "n"))
        .withMessageContaining("none of / + #");
  }
}
