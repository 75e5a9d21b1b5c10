package org.stipple.sim.ensemble;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * How a running needle stopped whose host had fallen silent, by the board's own log and the plant.
 *
 * @param driveOffMs from the last byte of the host to drive off, ms
 * @param standstillMs from the same byte to a shaft at rest, ms
 * @param strokes of the plant from that byte to drive off
 */
public record Silence(double driveOffMs, double standstillMs, long strokes) {

  /** What the hazard table allows after the last byte, ms. */
  public static final double DRIVE_OFF_MS_MAX = 100;

  /** The same until the shaft is at rest, ms. */
  public static final double STANDSTILL_MS_MAX = 200;

  /** The same in strokes until drive off. */
  public static final long STROKES_MAX = 18;

  private static final long LIMIT_MS = 2_000;

  /**
   * Waits for the standstill.
   *
   * @throws IOException when there is none within 2 s
   */
  public static Silence await(BoardHand board) throws IOException, InterruptedException {
    return of(
        Rig.awaitThat(
            "standstill, by the board's log",
            LIMIT_MS,
            board::status,
            s -> !s.path("driveOn").asBoolean(true) && !s.path("standstillMs").isNull()));
  }

  private static Silence of(JsonNode status) {
    double silentMs = status.path("lastHostByteToDriveOffMs").asDouble();
    double lastByteMs = status.path("lastDriveOffMs").asDouble() - silentMs;
    return new Silence(
        silentMs,
        status.path("standstillMs").asDouble() - lastByteMs,
        status.path("strokesOfSilence").asLong());
  }
}
