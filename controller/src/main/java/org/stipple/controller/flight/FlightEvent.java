package org.stipple.controller.flight;

/**
 * What a flight log says, one code a call. Numbers are in bytes of seven bits, low ones first, bit
 * 7 = more follows; signed ones zigzag.
 */
public final class FlightEvent {

  /**
   * A tick begins: signed ns by which it was due later than one period after the one before, then
   * signed ns by which it came after it was due.
   */
  public static final int TICK = 1;

  /** The tick took the next command. */
  public static final int COMMAND = 2;

  /** A read brought nothing. */
  public static final int READ_NONE = 3;

  /** A read: number of bytes, the bytes. */
  public static final int READ = 4;

  /** The line was away when read. */
  public static final int READ_LOST = 5;

  /** A write that was taken wholly: number of bytes, the bytes. */
  public static final int WRITE = 6;

  /** One that was not: number of bytes, the bytes, then one more than how many were taken. */
  public static final int WRITE_PARTLY = 7;

  /** What was to be sent was dropped. */
  public static final int DISCARD = 8;

  /** The line was asked to close and open anew. */
  public static final int REOPEN = 9;

  /** The number of openings was asked for, and was as before. */
  public static final int OPENINGS_SAME = 10;

  /** It was another: the number. */
  public static final int OPENINGS = 11;

  private FlightEvent() {}

  /** The name of a code, for people. */
  public static String name(int code) {
    return switch (code) {
      case TICK -> "a tick";
      case COMMAND -> "a command";
      case READ_NONE, READ, READ_LOST -> "a read";
      case WRITE, WRITE_PARTLY -> "a write";
      case DISCARD -> "dropping its output";
      case REOPEN -> "reopening the line";
      case OPENINGS_SAME, OPENINGS -> "asking for openings";
      default -> "code " + code;
    };
  }
}
