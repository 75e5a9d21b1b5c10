package org.stipple.controller.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stipple.controller.machine.Contacts;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;

final class PedalTest {

  private static final int DOWN = Contacts.PEDAL_NO | Contacts.ESTOP;
  private static final int UP = Contacts.PEDAL_NC | Contacts.ESTOP;

  private final Reports reports = new Reports();
  private long nowMs;

  private Pedal pedal(int contacts) {
    reports.link = LinkState.READY;
    reports.contactsQueriedNs = 1;
    return new Pedal(
        new Equipment(contacts, false, false, false, false, false, false, false, false));
  }

  private void hold(Pedal pedal, int reported, int queried, int ms) {
    for (int i = 0; i < ms; i++) {
      reports.contactsReported = reported;
      reports.contactsQueried = queried;
      pedal.read(++nowMs * 1_000_000, reports);
    }
  }

  @Test
  void isPressedOnlyAfterTenStableMilliseconds() {
    Pedal pedal = pedal(7);
    hold(pedal, UP, UP, 50);
    hold(pedal, DOWN, DOWN, 10);
    assertThat(pedal.pressed()).isFalse();
    hold(pedal, DOWN, DOWN, 1);
    assertThat(pedal.pressed()).isTrue();
  }

  @Test
  void anyContactByAnyWayReleasesAtOnce() {
    for (int bit : new int[] {Contacts.PEDAL_NO, Contacts.PEDAL_NC}) {
      for (boolean byQuery : new boolean[] {false, true}) {
        Pedal pedal = pedal(7);
        hold(pedal, DOWN, DOWN, 30);
        assertThat(pedal.pressed()).isTrue();
        hold(pedal, byQuery ? DOWN : DOWN ^ bit, byQuery ? DOWN ^ bit : DOWN, 1);
        assertThat(pedal.pressed()).isFalse();
      }
    }
  }

  @Test
  void aPressSoonAfterAReleaseMustStandTwentyMilliseconds() {
    Pedal pedal = pedal(7);
    hold(pedal, DOWN, DOWN, 30);
    hold(pedal, UP, UP, 5);
    hold(pedal, DOWN, DOWN, 20);
    assertThat(pedal.pressed()).isFalse();
    hold(pedal, DOWN, DOWN, 1);
    assertThat(pedal.pressed()).isTrue();
  }

  @Test
  void contactsMayDisagreeForFiftyMilliseconds() {
    Pedal pedal = pedal(7);
    hold(pedal, Contacts.ESTOP, Contacts.ESTOP, 51);
    assertThat(pedal.disagrees()).isFalse();
    hold(pedal, Contacts.ESTOP, Contacts.ESTOP, 1);
    assertThat(pedal.disagrees()).isTrue();
    assertThat(pedal.disagreesMs()).isGreaterThan(50);
    hold(pedal, UP, UP, 1);
    assertThat(pedal.disagrees()).isFalse();
  }

  @Test
  void aChangeThatNeverArrivedIsADisagreementOfTheTwoWays() {
    Pedal pedal = pedal(7);
    hold(pedal, UP, DOWN, 240);
    assertThat(pedal.disagrees()).isFalse();
    hold(pedal, UP, DOWN, 20);
    assertThat(pedal.disagrees()).isTrue();
    assertThat(pedal.pressed()).isFalse();
  }

  @Test
  void aSingleContactIsEnoughAndNoneIsNeverPressed() {
    Pedal one = pedal(Contacts.PEDAL_NC);
    hold(one, 0, 0, 11);
    assertThat(one.pressed()).isTrue();
    Pedal none = pedal(0);
    hold(none, 7, 7, 100);
    assertThat(none.pressed()).isFalse();
    assertThat(none.up()).isTrue();
  }

  @Test
  void nothingIsPressedWhileTheBoardIsNotReadyOrSilent() {
    Pedal pedal = pedal(7);
    hold(pedal, DOWN, DOWN, 30);
    reports.link = LinkState.SHUTDOWN;
    hold(pedal, DOWN, DOWN, 1);
    assertThat(pedal.pressed()).isFalse();
    assertThat(pedal.up()).isFalse();
    assertThat(pedal.estopOpen()).isFalse();
  }

  @Test
  void theEstopIsOpenByEitherWay() {
    Pedal pedal = pedal(7);
    hold(pedal, UP, UP, 1);
    assertThat(pedal.estopOpen()).isFalse();
    hold(pedal, UP, UP ^ Contacts.ESTOP, 1);
    assertThat(pedal.estopOpen()).isTrue();
    hold(pedal, UP ^ Contacts.ESTOP, UP, 1);
    assertThat(pedal.estopOpen()).isTrue();
    Pedal unfitted = pedal(3);
    hold(unfitted, Contacts.PEDAL_NC, Contacts.PEDAL_NC, 1);
    assertThat(unfitted.estopOpen()).isFalse();
  }
}
