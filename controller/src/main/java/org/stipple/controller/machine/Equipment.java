package org.stipple.controller.machine;

/**
 * Which optional parts this machine has. What a machine lacks is not guaranteed, and is said at
 * start and by {@code doctor}.
 *
 * @param contacts fitted contacts, bits of {@link Contacts}
 * @param tachometer needle pulses can be counted
 * @param index a pulse marks needle-up
 * @param motorCurrent motor current is measured
 * @param motorSupply motor supply is measured
 * @param depthAxis a depth axis with an endstop is fitted
 * @param supplySwitch a supply relay can be switched
 * @param secondKey the motor has a second key beside its PWM
 * @param sounder a sounder is fitted on the board
 * @param guardsSeen that the guards stop the motor by themselves can be seen, and so proven
 */
public record Equipment(
    int contacts,
    boolean tachometer,
    boolean index,
    boolean motorCurrent,
    boolean motorSupply,
    boolean depthAxis,
    boolean supplySwitch,
    boolean secondKey,
    boolean sounder,
    boolean guardsSeen) {

  /** A machine that tells when its guards stop the motor. */
  public Equipment(
      int contacts,
      boolean tachometer,
      boolean index,
      boolean motorCurrent,
      boolean motorSupply,
      boolean depthAxis,
      boolean supplySwitch,
      boolean secondKey,
      boolean sounder) {
    this(
        contacts,
        tachometer,
        index,
        motorCurrent,
        motorSupply,
        depthAxis,
        supplySwitch,
        secondKey,
        sounder,
        true);
  }

  /** Everything of the reference machine. */
  public static Equipment all() {
    return new Equipment(
        Contacts.PEDAL_NO | Contacts.PEDAL_NC | Contacts.ESTOP,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true);
  }

  /** Whether all contacts in {@code bits} are fitted. */
  public boolean has(int bits) {
    return (contacts & bits) == bits;
  }
}
