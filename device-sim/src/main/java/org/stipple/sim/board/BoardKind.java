package org.stipple.sim.board;

import java.util.Set;

/**
 * What chip and what build of firmware a simulated board has.
 *
 * @param name how the user calls it
 * @param mcu constant MCU of its dictionary
 * @param clockHz nominal counter frequency, constant CLOCK_FREQ, 1 MHz to 1 GHz
 * @param clockErrorPpm how far its crystal is off, -500 to 500
 * @param baud 0 for USB, else the rate of its UART, 1200 to 4000000
 * @param pwmMax full scale of a hardware PWM, constant PWM_MAX
 * @param adcMax full scale of the converter, constant ADC_MAX
 * @param moveCount nodes of the move queue
 * @param pins how its pins are named and what they can do
 * @param resetCommand "reset" or "config_reset" (only while shut down)
 * @param oldAnalogForm whether it has the analog query without bytes_per_report
 * @param missingCommands names of commands this build lacks
 * @param brokenDictionary whether its dictionary does not inflate
 */
public record BoardKind(
    String name,
    String mcu,
    int clockHz,
    int clockErrorPpm,
    int baud,
    int pwmMax,
    int adcMax,
    int moveCount,
    PinBank pins,
    String resetCommand,
    boolean oldAnalogForm,
    Set<String> missingCommands,
    boolean brokenDictionary) {

  /** A Raspberry Pi Pico by USB. */
  public static final BoardKind PICO =
      new BoardKind(
          "pico",
          "rp2040",
          12_000_000,
          17,
          0,
          32_768,
          4095,
          1024,
          PinBank.RP2040,
          "reset",
          false,
          Set.of(),
          false);

  /** An ATmega2560 by UART at 250000 baud. */
  public static final BoardKind AVR =
      new BoardKind(
          "avr",
          "atmega2560",
          16_000_000,
          -31,
          250_000,
          255,
          1023,
          648,
          PinBank.ATMEGA2560,
          "reset",
          false,
          Set.of(),
          false);

  private static final int USB_TRANSMIT_BUFFER = 192;
  private static final int UART_TRANSMIT_BUFFER = 96;
  private static final int USB_RECEIVE_BUFFER = 128;
  private static final int UART_RECEIVE_BUFFER = 192;

  /** Checks the ranges. */
  public BoardKind {
    require(clockHz >= 1_000_000 && clockHz <= 1_000_000_000, "clockHz: 1000000..1000000000");
    require(Math.abs(clockErrorPpm) <= 500, "clockErrorPpm: -500..500");
    require(baud == 0 || (baud >= 1200 && baud <= 4_000_000), "baud: 0 (USB) or 1200..4000000");
    require(pwmMax >= 1 && pwmMax <= 65_535, "pwmMax: 1..65535");
    require(adcMax >= 1 && adcMax <= 65_535, "adcMax: 1..65535");
    require(moveCount >= 1 && moveCount <= 1024, "moveCount: 1..1024");
    require(
        resetCommand.equals("reset") || resetCommand.equals("config_reset"),
        "resetCommand: reset or config_reset");
    missingCommands = Set.copyOf(missingCommands);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }

  /** The same board on a UART of that rate, or on USB (0). */
  public BoardKind withBaud(int newBaud) {
    return new BoardKind(
        name,
        mcu,
        clockHz,
        clockErrorPpm,
        newBaud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        resetCommand,
        oldAnalogForm,
        missingCommands,
        brokenDictionary);
  }

  /** The same board with another crystal. */
  public BoardKind withClockErrorPpm(int ppm) {
    return new BoardKind(
        name,
        mcu,
        clockHz,
        ppm,
        baud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        resetCommand,
        oldAnalogForm,
        missingCommands,
        brokenDictionary);
  }

  /** The same board that says it is another chip. */
  public BoardKind withMcu(String newMcu) {
    return new BoardKind(
        name,
        newMcu,
        clockHz,
        clockErrorPpm,
        baud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        resetCommand,
        oldAnalogForm,
        missingCommands,
        brokenDictionary);
  }

  /** The same board with an older firmware: the analog query without bytes_per_report. */
  public BoardKind withOldAnalogForm() {
    return new BoardKind(
        name,
        mcu,
        clockHz,
        clockErrorPpm,
        baud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        resetCommand,
        true,
        missingCommands,
        brokenDictionary);
  }

  /** The same board whose build lacks the named commands. */
  public BoardKind without(String... commands) {
    return new BoardKind(
        name,
        mcu,
        clockHz,
        clockErrorPpm,
        baud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        resetCommand,
        oldAnalogForm,
        Set.of(commands),
        brokenDictionary);
  }

  /** The same board, reset by config_reset while shut down instead of by reset. */
  public BoardKind withConfigReset() {
    return new BoardKind(
        name,
        mcu,
        clockHz,
        clockErrorPpm,
        baud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        "config_reset",
        oldAnalogForm,
        missingCommands,
        brokenDictionary);
  }

  /** The same board with a dictionary that does not inflate. */
  public BoardKind withBrokenDictionary() {
    return new BoardKind(
        name,
        mcu,
        clockHz,
        clockErrorPpm,
        baud,
        pwmMax,
        adcMax,
        moveCount,
        pins,
        resetCommand,
        oldAnalogForm,
        missingCommands,
        true);
  }

  /** Whether the line is USB: flow controlled, and gone while the board reboots. */
  public boolean isUsb() {
    return baud == 0;
  }

  /** Number of the pin of that name, or -1 where the board has none. */
  public int pinNumber(String pinName) {
    return pins.number(pinName);
  }

  /** Name of that pin. */
  public String pinName(int pin) {
    return pins.name(pin);
  }

  int transmitBuffer() {
    return isUsb() ? USB_TRANSMIT_BUFFER : UART_TRANSMIT_BUFFER;
  }

  int receiveBuffer() {
    return isUsb() ? USB_RECEIVE_BUFFER : UART_RECEIVE_BUFFER;
  }

  /** True counter frequency in Hz, crystal error included. */
  long trueClockHz() {
    return clockHz + (long) clockHz * clockErrorPpm / 1_000_000;
  }
}
