package org.stipple.controller.board;

import java.util.Locale;

/** What a pin of the board is for. Every role is optional; what a machine lacks is told. */
public enum Role {
  /** PWM of the bridge's enable input. */
  MOTOR_PWM(Kind.PWM),
  /** Second key of the bridge's enable input. */
  MOTOR_RUN(Kind.OUTPUT),
  /** Relay of the motor supply. */
  SUPPLY_ENABLE(Kind.OUTPUT),
  /** Tachometer pulses. */
  TACH(Kind.INPUT),
  /** One pulse a stroke at needle-up. */
  INDEX(Kind.INPUT),
  /** Footswitch contact that closes when pressed. */
  PEDAL_NO(Kind.INPUT),
  /** Footswitch contact that opens when pressed. */
  PEDAL_NC(Kind.INPUT),
  /** Sensed channel of the e-stop loop, closed while healthy. */
  ESTOP_SENSE(Kind.INPUT),
  /** Motor current. */
  MOTOR_CURRENT(Kind.ANALOG),
  /** Motor supply voltage. */
  MOTOR_SUPPLY(Kind.ANALOG),
  /** Sounder; sounds by default, so that a dead board is heard. */
  BUZZER(Kind.OUTPUT),
  /** Step input of the depth axis driver. */
  DEPTH_STEP(Kind.OUTPUT),
  /** Direction input of the depth axis driver; active = deeper. */
  DEPTH_DIR(Kind.OUTPUT),
  /** Enable input of the depth axis driver. */
  DEPTH_ENABLE(Kind.OUTPUT),
  /** Endstop of the depth axis, closed at full retraction. */
  DEPTH_ENDSTOP(Kind.INPUT);

  /** What the board must be able to do with the pin. */
  public enum Kind {
    /** Hardware pulse width modulation. */
    PWM,
    /** Digital output. */
    OUTPUT,
    /** Digital input. */
    INPUT,
    /** Analog input. */
    ANALOG
  }

  private final Kind kind;

  Role(Kind kind) {
    this.kind = kind;
  }

  /** What the board must be able to do with the pin. */
  public Kind kind() {
    return kind;
  }

  /** The role's name in settings, such as {@code motor_pwm}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
