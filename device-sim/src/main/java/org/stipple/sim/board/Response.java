package org.stipple.sim.board;

/** What the board says, by the format strings of its dictionary. */
enum Response {
  IDENTIFY_RESPONSE("identify_response offset=%u data=%.*s"),
  STARTING("starting"),
  STATS("stats count=%u sum=%u sumsq=%u"),
  UPTIME("uptime high=%u clock=%u"),
  CLOCK("clock clock=%u"),
  CONFIG("config is_config=%c crc=%u is_shutdown=%c move_count=%hu"),
  SHUTDOWN("shutdown clock=%u static_string_id=%hu"),
  IS_SHUTDOWN("is_shutdown static_string_id=%hu"),
  PONG("pong data=%*s"),
  COUNTER_STATE("counter_state oid=%c next_clock=%u count=%u count_clock=%u"),
  BUTTONS_STATE("buttons_state oid=%c ack_count=%c state=%*s"),
  ANALOG_IN_STATE("analog_in_state oid=%c next_clock=%u values=%*s"),
  ANALOG_IN_STATE_OLD("analog_in_state oid=%c next_clock=%u value=%hu"),
  STEPPER_POSITION("stepper_position oid=%c pos=%i"),
  TRSYNC_STATE("trsync_state oid=%c can_trigger=%c trigger_reason=%c clock=%u"),
  ENDSTOP_STATE("endstop_state oid=%c homing=%c next_clock=%u pin_value=%c");

  private final String format;

  Response(String format) {
    this.format = format;
  }

  String format() {
    return format;
  }

  boolean isIn(BoardKind kind) {
    return switch (this) {
      case ANALOG_IN_STATE -> !kind.oldAnalogForm();
      case ANALOG_IN_STATE_OLD -> kind.oldAnalogForm();
      case IDENTIFY_RESPONSE,
          STARTING,
          STATS,
          UPTIME,
          CLOCK,
          CONFIG,
          SHUTDOWN,
          IS_SHUTDOWN,
          PONG,
          COUNTER_STATE,
          BUTTONS_STATE,
          STEPPER_POSITION,
          TRSYNC_STATE,
          ENDSTOP_STATE ->
          true;
    };
  }
}
