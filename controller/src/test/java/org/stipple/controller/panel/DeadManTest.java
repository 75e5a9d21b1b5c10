package org.stipple.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stipple.controller.control.Mode;

/** Who watches the screen that armed, on a clock of its own. */
final class DeadManTest {
  private static final long LONG_NS = DeadMan.SILENT_NS + 1;

  private final List<Boolean> told = new ArrayList<>();
  private boolean queueFull;

  private final DeadMan deadMan =
      new DeadMan(seen -> {
        if (!queueFull) {
          told.add(seen);
        }
        return !queueFull;
      });

  private void armed() {
    deadMan.armedBy("one", 0);
    deadMan.look(Mode.ARMED, 1);
  }

  @Test
  void h30AScreenThatStandsStillIsToldOnceAsPanelSilentAndTakenBackWhenItPaints() {
    armed();
    deadMan.painted("one", 500);
    deadMan.look(Mode.RUNNING, 500 + DeadMan.SILENT_NS);
    assertThat(told).isEmpty();
    deadMan.look(Mode.RUNNING, 500 + LONG_NS);
    deadMan.look(Mode.RUNNING, 600 + LONG_NS);
    assertThat(told).containsExactly(false);
    deadMan.painted("another", 700 + LONG_NS);
    assertThat(told).containsExactly(false);
    deadMan.painted("one", 800 + LONG_NS);
    assertThat(told).containsExactly(false, true);
  }

  @Test
  void h30ABrowserThatCameBackUnderAnotherNameEndsTheNoticeOnceTheMachineIsDisarmed() {
    armed();
    deadMan.look(Mode.ARMED, LONG_NS);
    deadMan.look(Mode.DISARMED, 2 * LONG_NS);
    deadMan.painted("two", 2 * LONG_NS);
    assertThat(told).containsExactly(false, true);
  }

  @Test
  void h30APageThatArmsIsGuardedFromThatMoment() {
    armed();
    deadMan.look(Mode.ARMED, LONG_NS);
    deadMan.look(Mode.DISARMED, LONG_NS + 1);
    deadMan.armedBy("two", LONG_NS + 2);
    deadMan.look(Mode.ARMED, LONG_NS + 3);
    deadMan.look(Mode.ARMED, 2 * LONG_NS + 3);
    assertThat(told).containsExactly(false, true, false);
  }

  @Test
  void h30ARefusedArmingLeavesNothingToGuardAndOneWithoutAnAnswerDoes() {
    deadMan.armedBy("one", 0);
    deadMan.notArmed(Mode.DISARMED);
    deadMan.look(Mode.ARMED, LONG_NS);
    assertThat(told).isEmpty();
    deadMan.armedBy("one", LONG_NS);
    deadMan.notArmed(Mode.ARMED);
    deadMan.look(Mode.ARMED, 3 * LONG_NS);
    assertThat(told).containsExactly(false);
  }

  @Test
  void h30WhatAFullQueueDidNotTakeIsToldAgain() {
    armed();
    queueFull = true;
    deadMan.look(Mode.ARMED, LONG_NS);
    queueFull = false;
    deadMan.look(Mode.ARMED, LONG_NS + 1);
    assertThat(told).containsExactly(false);
  }
}
