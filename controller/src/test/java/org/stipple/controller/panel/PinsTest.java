package org.stipple.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.controller.panel.Pins.Verdict;

final class PinsTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "192.0.2.7";

  @TempDir private Path folder;

  @Test
  void h24WrongPinsFromElsewhereMakeOnlyThoseElsewhereWait() throws Exception {
    Pins pins = Pins.in(folder.resolve("pins"));
    pins.set("practitioner", "4711");
    for (int i = 0; i < Pins.FREE_TRIES; i++) {
      assertThat(pins.check(Role.PRACTITIONER, "0000", ELSEWHERE, 1)).isEqualTo(Verdict.WRONG);
    }

    assertThat(pins.check(Role.PRACTITIONER, "4711", ELSEWHERE, 2)).isEqualTo(Verdict.WAIT);
    assertThat(pins.check(Role.PRACTITIONER, "4711", "2001:db8::7", 2)).isEqualTo(Verdict.WAIT);
    assertThat(pins.check(Role.PRACTITIONER, "4711", HERE, 2)).isEqualTo(Verdict.RIGHT);
    assertThat(pins.check(Role.PRACTITIONER, "4711", ELSEWHERE, 1 + Pins.WAIT_NS))
        .isEqualTo(Verdict.RIGHT);
  }

  @Test
  void h24WrongPinsAtTheMachineMakeItWaitToo() throws Exception {
    Pins pins = Pins.in(folder.resolve("pins"));
    pins.set("practitioner", "4711");
    for (int i = 0; i < Pins.FREE_TRIES; i++) {
      pins.check(Role.PRACTITIONER, "0000", "::1", 1);
    }

    assertThat(pins.check(Role.PRACTITIONER, "4711", HERE, 2)).isEqualTo(Verdict.WAIT);
  }
}
