package org.stipple.sim.board;

/** Why a board shuts down; the texts are those of the protocol, their numbers the dictionary's. */
enum Reason {
  TIMER_TOO_CLOSE("Timer too close"),
  RESCHEDULED_IN_PAST("Rescheduled timer in the past"),
  COMMAND_REQUEST("Command request"),
  SHUTDOWN_CLEARED("Shutdown cleared when not shutdown"),
  CONFIG_RESET("config_reset only available when shutdown"),
  INVALID_COMMAND("Invalid command"),
  COMMAND_PARSER("Command parser error"),
  MESSAGE_ENCODE("Message encode error"),
  OIDS_ALLOCATED("oids already allocated"),
  CANNOT_ASSIGN_OID("Can't assign oid"),
  INVALID_OID_TYPE("Invalid oid type"),
  ALREADY_FINALIZED("Already finalized"),
  MOVE_QUEUE_OVERFLOW("Move queue overflow"),
  MISSED_DIGITAL("Missed scheduling of next digital out event"),
  DIGITAL_TOO_LONG("Scheduled digital out event will exceed max_duration"),
  UPDATE_WITH_QUEUE("update_digital_out not valid with active queue"),
  CYCLE_WITH_QUEUE("Can not set soft pwm cycle ticks while updates pending"),
  MISSED_PWM("Missed scheduling of next hard pwm event"),
  PWM_TOO_LONG("Scheduled pwm event will exceed max_duration"),
  TOO_MANY_BUTTONS("Max of 8 buttons"),
  BUTTON_POSITION("Set button past maximum button count"),
  BUTTON_RETRANSMIT("Invalid buttons retransmit count"),
  ADC_OUT_OF_RANGE("ADC out of range"),
  ADC_REPORT_SIZE("Invalid bytes_per_report"),
  INVALID_COUNT("Invalid count parameter"),
  STEPPER_ACTIVE("Can't reset time when stepper active"),
  STEPPER_IN_PAST("Stepper too far in past"),
  SIGNAL_ACTIVE("Can't add signal that is already active"),
  NOT_OUTPUT_PIN("Not an output pin"),
  NOT_INPUT_PIN("Not a valid input pin"),
  NOT_ADC_PIN("Not a valid ADC pin"),
  NOT_PWM_PIN("Not a valid PWM pin");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
