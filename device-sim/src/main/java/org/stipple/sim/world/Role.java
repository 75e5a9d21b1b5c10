package org.stipple.sim.world;

/** What a pin of the board is wired to on the reference machine. */
public enum Role {
  /** PWM into the AND gate before the bridge's EN. */
  MOTOR_PWM,
  /** Level into the same AND gate. */
  MOTOR_RUN,
  /** Coil of the supply relay, in series with the e-stop's first channel. */
  SUPPLY_ENABLE,
  /** Tachometer pulses. */
  TACH,
  /** One pulse around needle-up. */
  INDEX,
  /** The footswitch's normally-open contact. */
  PEDAL_NO,
  /** The footswitch's normally-closed contact. */
  PEDAL_NC,
  /** The e-stop's second channel. */
  ESTOP_SENSE,
  /** Active buzzer. */
  BUZZER,
  /** Step input of the depth axis' driver. */
  DEPTH_STEP,
  /** Direction input of that driver; high = deeper. */
  DEPTH_DIR,
  /** Enable input of that driver; low = enabled. */
  DEPTH_ENABLE,
  /** Endstop at full retraction. */
  DEPTH_ENDSTOP,
  /** The bridge's current monitor. */
  MOTOR_CURRENT,
  /** The bridge's supply through a divider. */
  MOTOR_SUPPLY,
  /** Nothing. */
  NONE
}
