package org.stipple.telemetry.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionWordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0418", "c-17_b.2", "A"})
  void aPseudonymIsTaken(String value) {
    assertThat(new ClientReference(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Jane Doe", "a/b", "..", ".", "é", "a\n"})
  void anythingElseIsRefusedAndTheErrorSaysWhatIsAllowed(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientReference(value))
        .withMessageContaining("client reference")
        .withMessageContaining("1 to 64 of the letters a-z A-Z, the digits 0-9 and - _ .");
  }

  @Test
  void aRefusalNeverRepeatsWhatWasTyped() {
    // It may be a name, and errors end in logs.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientReference("Jane Doe"))
        .withMessageNotContaining("Jane");
  }

  @Test
  void sixtyFourCharactersAreTheMost() {
    assertThat(new DeviceId("x".repeat(64)).value()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceId("x".repeat(65)));
  }

  @Test
  void everyZoneHasItsNameAndAnUnknownOneListsThem() {
    for (Zone zone : Zone.values()) {
      assertThat(Zone.of(zone.label())).isSameAs(zone);
    }
    assertThat(Zone.labels()).hasSize(17).contains("frontal-hairline", "scar-9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Zone.of("nape"))
        .withMessageContaining("frontal-hairline, temple-left")
        .withMessageContaining("scar-9");
  }

  @Test
  void aSessionWithoutTheConfirmationOfAgeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new SessionEntry.Opened(
                new ClientReference("c1"),
                new ConsentReference("k1"),
                false,
                Zone.CROWN,
                Optional.empty()))
        .withMessageContaining("adult");
  }

  @Test
  void quantitiesOutOfRangeAndNotNumbersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionEntry.SetpointChanged(Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionEntry.SetpointChanged(100, 10.1))
        .withMessageContaining("depth is 10.1 mm; allowed are 0.0 to 10.0 mm");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionEntry.Press(Instant.EPOCH, 1, -1, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionEntry.FaultRaised("stall", "two\nlines"));
  }

  @Test
  void sessionIdsSortByTime() {
    String early = SessionId.at(Instant.parse("2026-11-23T08:31:37.042Z"), 1).value();
    String late = SessionId.at(Instant.parse("2026-11-23T08:31:37.043Z"), 1).value();
    assertThat(early).isEqualTo("s20261123-083137-042-1").isLessThan(late);
  }
}
