package org.stipple.sim.board;

/** The commands that configure objects or take more than two parameters. */
final class ObjectCommands {

  private ObjectCommands() {}

  static void configDigitalOut(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    int pin = board.core.output(at.integer(1));
    board.assign(
        oid, new DigitalOut(board.core, pin, at.octet(2) != 0, at.octet(3) != 0, at.unsigned(4)));
  }

  static void configPwmOut(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    int pin = board.core.pwmOutput(at.integer(1));
    board.assign(oid, new PwmOut(board.core, pin, at.word(3), at.word(4), at.unsigned(5)));
  }

  static void configCounter(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    int pin = board.input(at.integer(1), at.octet(2));
    board.assign(oid, new Counter(board.core, oid, pin));
  }

  static void queryCounter(Firmware board, Arguments at) {
    board.object(at.octet(0), Counter.class).query(at.integer(1), at.unsigned(2), at.unsigned(3));
  }

  static void configButtons(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    board.assign(oid, new Buttons(board.core, oid, at.octet(1)));
  }

  static void addButton(Firmware board, Arguments at) {
    board.object(at.octet(0), Buttons.class).add(at.octet(1), at.integer(2), at.octet(3));
  }

  static void queryButtons(Firmware board, Arguments at) {
    board
        .object(at.octet(0), Buttons.class)
        .query(at.integer(1), at.unsigned(2), at.octet(3), at.octet(4));
  }

  static void configAnalogIn(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    board.assign(oid, new AnalogIn(board.core, oid, board.core.analogInput(at.integer(1))));
  }

  static void queryAnalogIn(Firmware board, Arguments at) {
    int values = at.octet(3) == 0 ? 1 : AnalogIn.valuesIn(at.octet(5));
    AnalogIn.Query query =
        new AnalogIn.Query(
            at.unsigned(2),
            at.octet(3),
            at.unsigned(4),
            values,
            at.word(6),
            at.word(7),
            at.octet(8));
    board.object(at.octet(0), AnalogIn.class).query(at.integer(1), query);
  }

  static void queryAnalogInOld(Firmware board, Arguments at) {
    AnalogIn.Query query =
        new AnalogIn.Query(
            at.unsigned(2), at.octet(3), at.unsigned(4), 1, at.word(5), at.word(6), at.octet(7));
    board.object(at.octet(0), AnalogIn.class).query(at.integer(1), query);
  }

  static void configStepper(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    int stepPin = board.core.output(at.octet(1));
    int dirPin = board.core.output(at.octet(2));
    board.assign(oid, new Stepper(board.core, oid, stepPin, dirPin));
  }

  static void queueStep(Firmware board, Arguments at) {
    board
        .object(at.octet(0), Stepper.class)
        .queue(at.integer(1), at.word(2), (short) at.integer(3));
  }

  static void stopOnTrigger(Firmware board, Arguments at) {
    Stepper stepper = board.object(at.octet(0), Stepper.class);
    board.object(at.octet(1), TriggerSync.class).addStepper(stepper);
  }

  static void configTriggerSync(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    board.assign(oid, new TriggerSync(board.core, oid));
  }

  static void startTriggerSync(Firmware board, Arguments at) {
    board.object(at.octet(0), TriggerSync.class).start(at.integer(1), at.unsigned(2), at.octet(3));
  }

  static void configEndstop(Firmware board, Arguments at) {
    int oid = board.free(at.octet(0));
    int pin = board.input(at.octet(1), at.octet(2));
    board.assign(oid, new Endstop(board.core, oid, pin));
  }

  static void homeEndstop(Firmware board, Arguments at) {
    Endstop endstop = board.object(at.octet(0), Endstop.class);
    if (at.octet(3) == 0) {
      endstop.stop();
      return;
    }
    endstop.home(
        at.integer(1),
        new Endstop.Search(
            at.unsigned(2), at.octet(3), at.unsigned(4), at.octet(5) != 0, at.octet(7)),
        board.object(at.octet(6), TriggerSync.class));
  }
}
