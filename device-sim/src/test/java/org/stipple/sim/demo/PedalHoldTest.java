package org.stipple.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dead man's handle of the bench page, on virtual time. */
class PedalHoldTest {

  private static final long MS = 1_000_000;

  private final List<Boolean> moves = new ArrayList<>();
  private final PedalHold pedal = new PedalHold(moves::add);

  @Test
  void staysDownWhileItsPageRepeatsItself() throws IOException {
    pedal.press("page", 0);
    for (long ms = 100; ms <= 5_000; ms += 100) {
      pedal.held("page", ms * MS);
      pedal.expire(ms * MS);
    }
    assertThat(moves).containsExactly(true);
  }

  @Test
  void isReleasedWhenItsPageFallsSilent() throws IOException {
    pedal.press("page", 0);
    pedal.expire(PedalHold.SILENCE_NS);
    assertThat(moves).containsExactly(true);
    pedal.expire(PedalHold.SILENCE_NS + 1);
    assertThat(moves).containsExactly(true, false);
  }

  @Test
  void isNotPressedAgainByAPageThatWakesUp() throws IOException {
    pedal.press("page", 0);
    pedal.expire(PedalHold.SILENCE_NS + 1);
    pedal.held("page", PedalHold.SILENCE_NS + 2);
    assertThat(moves).containsExactly(true, false);
    assertThat(pedal.isHeld()).isFalse();
  }

  @Test
  void isReleasedByItsOwnPageOnly() throws IOException {
    pedal.press("page", 0);
    pedal.release("other");
    assertThat(pedal.isHeld()).isTrue();
    assertThatThrownBy(() -> pedal.press("other", 1)).hasMessageContaining("another page");
    pedal.release("page");
    assertThat(moves).containsExactly(true, false);
  }

  @Test
  void countsAsHeldEvenIfTheBoardDidNotAnswerThePress() {
    PedalHold unsure =
        new PedalHold(down -> {
          moves.add(down);
          if (down) {
            throw new IOException("no answer");
          }
        });
    assertThatThrownBy(() -> unsure.press("page", 0)).isInstanceOf(IOException.class);
    unsure.expire(PedalHold.SILENCE_NS + 1);
    assertThat(moves).containsExactly(true, false);
  }
}
