package org.stipple.sim.board;

import java.util.ArrayList;
import java.util.List;

/** What the board understands: format strings of its dictionary and what each does. */
@SuppressWarnings("ImmutableEnumChecker") // the handlers capture nothing
enum Command {
  IDENTIFY("identify offset=%u count=%c", When.ALWAYS, Firmware::identify),
  GET_UPTIME("get_uptime", When.ALWAYS, (board, at) -> board.sendUptime()),
  GET_CLOCK("get_clock", When.ALWAYS, (board, at) -> board.sendClock()),
  GET_CONFIG("get_config", When.ALWAYS, (board, at) -> board.sendConfig()),
  ALLOCATE_OIDS("allocate_oids count=%c", When.RUNNING, (b, at) -> b.allocate(at.octet(0))),
  FINALIZE_CONFIG(
      "finalize_config crc=%u", When.RUNNING, (board, at) -> board.finalizeConfig(at.integer(0))),
  EMERGENCY_STOP(
      "emergency_stop",
      When.ALWAYS,
      (board, at) -> {
        throw new BoardFault(Reason.COMMAND_REQUEST);
      }),
  CLEAR_SHUTDOWN("clear_shutdown", When.ALWAYS, (board, at) -> board.clearShutdown()),
  RESET("reset", When.ALWAYS, (board, at) -> board.reset()),
  DEBUG_NOP("debug_nop", When.ALWAYS, (board, at) -> {}),
  DEBUG_PING("debug_ping data=%*s", When.ALWAYS, Firmware::ping),

  SET_DIGITAL_OUT(
      "set_digital_out pin=%u value=%c",
      When.RUNNING, (board, at) -> board.setDigitalOut(at.integer(0), at.octet(1) != 0)),
  CONFIG_DIGITAL_OUT(
      "config_digital_out oid=%c pin=%u value=%c default_value=%c max_duration=%u",
      When.RUNNING, ObjectCommands::configDigitalOut),
  QUEUE_DIGITAL_OUT(
      "queue_digital_out oid=%c clock=%u on_ticks=%u",
      When.RUNNING,
      (b, at) -> b.object(at.octet(0), DigitalOut.class).queue(at.integer(1), at.integer(2))),
  UPDATE_DIGITAL_OUT(
      "update_digital_out oid=%c value=%c",
      When.RUNNING, (b, at) -> b.object(at.octet(0), DigitalOut.class).update(at.octet(1) != 0)),
  SET_DIGITAL_OUT_PWM_CYCLE(
      "set_digital_out_pwm_cycle oid=%c cycle_ticks=%u",
      When.RUNNING, (b, at) -> b.object(at.octet(0), DigitalOut.class).setCycle(at.unsigned(1))),

  SET_PWM_OUT(
      "set_pwm_out pin=%u cycle_ticks=%u value=%hu",
      When.RUNNING, (board, at) -> board.setPwmOut(at.integer(0), at.word(2))),
  CONFIG_PWM_OUT(
      "config_pwm_out oid=%c pin=%u cycle_ticks=%u value=%hu default_value=%hu max_duration=%u",
      When.RUNNING, ObjectCommands::configPwmOut),
  QUEUE_PWM_OUT(
      "queue_pwm_out oid=%c clock=%u value=%hu",
      When.RUNNING,
      (b, at) -> b.object(at.octet(0), PwmOut.class).queue(at.integer(1), at.word(2))),

  CONFIG_COUNTER(
      "config_counter oid=%c pin=%u pull_up=%c", When.RUNNING, ObjectCommands::configCounter),
  QUERY_COUNTER(
      "query_counter oid=%c clock=%u poll_ticks=%u sample_ticks=%u",
      When.RUNNING, ObjectCommands::queryCounter),

  CONFIG_BUTTONS(
      "config_buttons oid=%c button_count=%c", When.RUNNING, ObjectCommands::configButtons),
  BUTTONS_ADD(
      "buttons_add oid=%c pos=%c pin=%u pull_up=%c", When.RUNNING, ObjectCommands::addButton),
  BUTTONS_QUERY(
      "buttons_query oid=%c clock=%u rest_ticks=%u retransmit_count=%c invert=%c",
      When.RUNNING, ObjectCommands::queryButtons),
  BUTTONS_ACK(
      "buttons_ack oid=%c count=%c",
      When.RUNNING, (b, at) -> b.object(at.octet(0), Buttons.class).acknowledge(at.octet(1))),

  CONFIG_ANALOG_IN("config_analog_in oid=%c pin=%u", When.RUNNING, ObjectCommands::configAnalogIn),
  QUERY_ANALOG_IN(
      "query_analog_in oid=%c clock=%u sample_ticks=%u sample_count=%c rest_ticks=%u"
          + " bytes_per_report=%c min_value=%hu max_value=%hu range_check_count=%c",
      When.RUNNING, ObjectCommands::queryAnalogIn),
  QUERY_ANALOG_IN_OLD(
      "query_analog_in oid=%c clock=%u sample_ticks=%u sample_count=%c rest_ticks=%u"
          + " min_value=%hu max_value=%hu range_check_count=%c",
      When.RUNNING, ObjectCommands::queryAnalogInOld),

  CONFIG_STEPPER(
      "config_stepper oid=%c step_pin=%c dir_pin=%c invert_step=%c step_pulse_ticks=%u",
      When.RUNNING, ObjectCommands::configStepper),
  SET_NEXT_STEP_DIR(
      "set_next_step_dir oid=%c dir=%c",
      When.RUNNING,
      (b, at) -> b.object(at.octet(0), Stepper.class).setNextDirection(at.octet(1) != 0)),
  RESET_STEP_CLOCK(
      "reset_step_clock oid=%c clock=%u",
      When.RUNNING, (b, at) -> b.object(at.octet(0), Stepper.class).resetClock(at.integer(1))),
  QUEUE_STEP(
      "queue_step oid=%c interval=%u count=%hu add=%hi", When.RUNNING, ObjectCommands::queueStep),
  STEPPER_GET_POSITION(
      "stepper_get_position oid=%c",
      When.RUNNING, (b, at) -> b.object(at.octet(0), Stepper.class).reportPosition()),
  STEPPER_STOP_ON_TRIGGER(
      "stepper_stop_on_trigger oid=%c trsync_oid=%c", When.RUNNING, ObjectCommands::stopOnTrigger),

  CONFIG_TRSYNC("config_trsync oid=%c", When.RUNNING, ObjectCommands::configTriggerSync),
  TRSYNC_START(
      "trsync_start oid=%c report_clock=%u report_ticks=%u expire_reason=%c",
      When.RUNNING, ObjectCommands::startTriggerSync),
  TRSYNC_SET_TIMEOUT(
      "trsync_set_timeout oid=%c clock=%u",
      When.RUNNING, (b, at) -> b.object(at.octet(0), TriggerSync.class).setTimeout(at.integer(1))),
  TRSYNC_TRIGGER(
      "trsync_trigger oid=%c reason=%c",
      When.RUNNING, (b, at) -> b.object(at.octet(0), TriggerSync.class).triggerByHost(at.octet(1))),

  CONFIG_ENDSTOP(
      "config_endstop oid=%c pin=%c pull_up=%c", When.RUNNING, ObjectCommands::configEndstop),
  ENDSTOP_HOME(
      "endstop_home oid=%c clock=%u sample_ticks=%u sample_count=%c rest_ticks=%u"
          + " pin_value=%c trsync_oid=%c trigger_reason=%c",
      When.RUNNING, ObjectCommands::homeEndstop),
  ENDSTOP_QUERY_STATE(
      "endstop_query_state oid=%c",
      When.RUNNING, (b, at) -> b.object(at.octet(0), Endstop.class).report());

  /** Whether a shutdown board still obeys. */
  private enum When {
    ALWAYS,
    RUNNING
  }

  /** What a command does with its parameters. */
  interface Handler {
    void run(Firmware board, Arguments at);
  }

  private final String format;
  private final When when;
  private final Handler handler;
  private final int parameterCount;
  private final int bufferMask;

  Command(String format, When when, Handler handler) {
    this.format = format;
    this.when = when;
    this.handler = handler;
    String[] words = format.split(" ");
    this.parameterCount = words.length - 1;
    int mask = 0;
    for (int i = 1; i < words.length; i++) {
      mask |= words[i].endsWith("s") ? 1 << (i - 1) : 0;
    }
    this.bufferMask = mask;
  }

  /** The dictionary's form; the board's kind names its reset. */
  String format(BoardKind kind) {
    return this == RESET ? kind.resetCommand() : format;
  }

  String word() {
    int blank = format.indexOf(' ');
    return blank < 0 ? format : format.substring(0, blank);
  }

  boolean isIn(BoardKind kind) {
    if (kind.missingCommands().contains(word())) {
      return false;
    }
    return (this == QUERY_ANALOG_IN && !kind.oldAnalogForm())
        || (this == QUERY_ANALOG_IN_OLD && kind.oldAnalogForm())
        || (this != QUERY_ANALOG_IN && this != QUERY_ANALOG_IN_OLD);
  }

  boolean worksInShutdown() {
    return when == When.ALWAYS;
  }

  int parameterCount() {
    return parameterCount;
  }

  boolean isBuffer(int parameter) {
    return (bufferMask & (1 << parameter)) != 0;
  }

  void run(Firmware board, Arguments at) {
    handler.run(board, at);
  }

  /** The names of all commands, without repetition. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Command command : values()) {
      if (!words.contains(command.word())) {
        words.add(command.word());
      }
    }
    return words;
  }
}
