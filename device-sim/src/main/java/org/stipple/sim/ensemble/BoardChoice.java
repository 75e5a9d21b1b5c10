package org.stipple.sim.ensemble;

/**
 * Which simulated board stands on the bench, and how bad its line is.
 *
 * @param kind {@code pico} (USB) or {@code avr} (UART at 250000 baud)
 * @param corruptPercent damaged bytes each way, 0 to 50 %
 */
public record BoardChoice(String kind, double corruptPercent) {

  /** The usual one: a Pico on a sound line. */
  public static final BoardChoice USUAL = new BoardChoice("pico", 0);

  public BoardChoice {
    if (!kind.equals("pico") && !kind.equals("avr")) {
      throw new IllegalArgumentException("--kind " + kind + ": allowed are pico, avr");
    }
    if (!(corruptPercent >= 0 && corruptPercent <= 50)) {
      throw new IllegalArgumentException("--corrupt " + corruptPercent + ": allowed are 0 to 50");
    }
  }

  /** Name of the settings that go with it. */
  public String template() {
    return kind.equals("avr") ? "machine-avr.toml" : "machine.toml";
  }
}
