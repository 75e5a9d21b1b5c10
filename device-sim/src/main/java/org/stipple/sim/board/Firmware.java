package org.stipple.sim.board;

import org.jspecify.annotations.Nullable;

/**
 * One life of the board, from boot to reset: configuration, shutdown state, and the execution of
 * accepted blocks.
 */
final class Firmware {

  private static final int LONGEST_IDENTIFY = 50;

  final Core core;
  private final MessageIds ids;
  private final StringIds strings;
  private final byte[] dictionary;
  private final Arguments arguments = new Arguments();
  private @Nullable BoardObject[] objects = new BoardObject[0];
  private boolean allocated;
  private boolean configured;
  private int configCrc;
  private boolean resetRequested;
  private long resetTick;

  Firmware(Core core, MessageIds ids, StringIds strings, byte[] dictionary) {
    this.core = core;
    this.ids = ids;
    this.strings = strings;
    this.dictionary = dictionary;
    core.timers.start(new Timer(new Stats(core, core.kind.clockHz()), true), core.timers.now());
    out().begin(Response.STARTING).send();
  }

  private Outbox out() {
    return core.out(core.timers.now());
  }

  boolean isConfigured() {
    return configured;
  }

  boolean resetRequested() {
    return resetRequested;
  }

  long resetTick() {
    return resetTick;
  }

  /**
   * Executes the commands of one accepted block, in order.
   *
   * @throws BoardFault where one of them shuts the board down; the rest of the block is lost
   */
  void execute(byte[] frame, int contentStart, int contentEnd) {
    arguments.load(frame, contentStart, contentEnd);
    while (arguments.hasNext() && !resetRequested) {
      Command command = ids.command(arguments.readInteger());
      if (command == null) {
        throw new BoardFault(Reason.INVALID_COMMAND);
      }
      arguments.readParameters(command);
      Reason shutdown = core.shutdownReason();
      if (shutdown != null && !command.worksInShutdown()) {
        out().begin(Response.IS_SHUTDOWN).put(strings.of(shutdown)).send();
      } else {
        command.run(this, arguments);
      }
    }
  }

  /** Enters the shutdown, or repeats it: the first reason is kept, outputs go to their defaults. */
  void shutdown(Reason reason) {
    long tick = core.timers.now();
    Reason first = core.shutdownReason();
    Reason kept = first == null ? reason : first;
    core.shutdown(kept);
    core.timers.stopUserTimers();
    core.moves.giveAll();
    core.log(BoardEvent.What.SHUTDOWN, 0, reason.text(), tick);
    for (BoardObject object : objects) {
      if (object != null) {
        object.shutdown(tick);
      }
    }
    out().begin(Response.SHUTDOWN).put((int) tick).put(strings.of(kept)).send();
  }

  void clearShutdown() {
    if (!core.isShutdown()) {
      throw new BoardFault(Reason.SHUTDOWN_CLEARED);
    }
    core.clearShutdown();
    core.log(BoardEvent.What.CLEARED, 0, "clear_shutdown", core.timers.now());
  }

  void reset() {
    if (core.kind.resetCommand().equals("config_reset") && !core.isShutdown()) {
      throw new BoardFault(Reason.CONFIG_RESET);
    }
    resetRequested = true;
    resetTick = core.timers.now();
    core.timers.clear();
  }

  void identify(Arguments at) {
    long offset = Math.min(at.unsigned(0), dictionary.length);
    int count = Math.min(at.octet(1), dictionary.length - (int) offset);
    if (count > LONGEST_IDENTIFY) {
      throw new BoardFault(Reason.MESSAGE_ENCODE);
    }
    out()
        .begin(Response.IDENTIFY_RESPONSE)
        .put(at.integer(0))
        .put(dictionary, (int) offset, count)
        .send();
  }

  void ping(Arguments at) {
    out().begin(Response.PONG).put(at.bytes(), at.bufferStart(), at.bufferLength()).send();
  }

  void sendUptime() {
    long now = core.timers.now();
    out().begin(Response.UPTIME).put((int) (now >>> 32)).put((int) now).send();
  }

  void sendClock() {
    out().begin(Response.CLOCK).put((int) core.timers.now()).send();
  }

  void sendConfig() {
    out()
        .begin(Response.CONFIG)
        .put(configured ? 1 : 0)
        .put(configCrc)
        .put(core.isShutdown() ? 1 : 0)
        .put(core.moves.size())
        .send();
  }

  void allocate(int count) {
    if (allocated) {
      throw new BoardFault(Reason.OIDS_ALLOCATED);
    }
    allocated = true;
    objects = new BoardObject[count];
  }

  void finalizeConfig(int crc) {
    if (configured) {
      throw new BoardFault(Reason.ALREADY_FINALIZED);
    }
    configured = true;
    configCrc = crc;
    core.moves.allocate(core.kind.moveCount());
    core.log(BoardEvent.What.CONFIGURED, 0, "finalize_config", core.timers.now());
  }

  void setDigitalOut(int pin, boolean level) {
    long tick = core.timers.now();
    core.drive(core.output(pin), level, tick);
    core.logDigital(pin, level, tick);
  }

  void setPwmOut(int pin, int value) {
    long tick = core.timers.now();
    core.drivePwm(core.pwmOutput(pin), value, tick);
    core.logPwm(pin, value, tick);
  }

  int input(int pin, int pull) {
    return core.input(pin, pull, core.timers.now());
  }

  /** Checks that the id may be assigned now. */
  int free(int oid) {
    if (configured || oid >= objects.length || objects[oid] != null) {
      throw new BoardFault(Reason.CANNOT_ASSIGN_OID);
    }
    return oid;
  }

  void assign(int oid, BoardObject object) {
    objects[oid] = object;
  }

  <T extends BoardObject> T object(int oid, Class<T> type) {
    BoardObject object = oid < objects.length ? objects[oid] : null;
    if (object == null || !type.isInstance(object)) {
      throw new BoardFault(Reason.INVALID_OID_TYPE);
    }
    return type.cast(object);
  }
}
