package org.stipple.controller.io;

import java.util.Locale;

/** What a line of the Pi's own header is for. Every one is optional; what is not fitted is told. */
public enum PiLine {
  /** Footswitch contact that closes when pressed. */
  PEDAL_NO(0, false),
  /** Footswitch contact that opens when pressed. */
  PEDAL_NC(1, false),
  /** Sensed channel of the e-stop loop, closed while healthy. */
  ESTOP_SENSE(2, false),
  /** Tachometer pulses. */
  TACH(3, false),
  /** One pulse a stroke at needle-up. */
  INDEX(4, false),
  /** What the charge pump makes of the heartbeat: the drive is enabled. */
  ENABLE_SENSE(5, false),
  /** First contact of the rotary encoder. */
  ENCODER_A(6, false),
  /** Its second contact. */
  ENCODER_B(7, false),
  /** Its push contact. */
  ENCODER_PUSH(8, false),
  /** Toggled while the motor may run; its charge pump enables the drive. */
  HEARTBEAT(9, true),
  /** Sounder beside the Pi. */
  BUZZER(10, true);

  private final int place;
  private final boolean output;

  PiLine(int place, boolean output) {
    this.place = place;
    this.output = output;
  }

  /** Its place in an array of all, from 0. */
  public int place() {
    return place;
  }

  /** Whether we drive it; else we read it. */
  public boolean output() {
    return output;
  }

  /** Its bit in {@link Pins#levels()}. */
  public int bit() {
    return 1 << place;
  }

  /** Its name in settings, such as {@code pedal_no}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
