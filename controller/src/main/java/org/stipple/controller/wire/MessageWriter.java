package org.stipple.controller.wire;

import org.jspecify.annotations.Nullable;

/**
 * Writes one command at a time into a buffer of its own: {@code start(c).put(1).put(2).end()}.
 * Reused; allocates nothing.
 */
public final class MessageWriter {

  private static final int ARGUMENTS_MAX = 12;

  private final byte[] bytes = new byte[2 * Vlq.MAX_LENGTH + ARGUMENTS_MAX * Vlq.MAX_LENGTH];
  private final int[] arguments = new int[ARGUMENTS_MAX];
  private @Nullable Command command;
  private int given;
  private int length;

  /** Begins a command. */
  public MessageWriter start(Command what) {
    command = what;
    given = 0;
    length = 0;
    return this;
  }

  /** Gives the next argument; a u32 goes in as the same 32 bits. */
  public MessageWriter put(int argument) {
    arguments[given++] = argument;
    return this;
  }

  /** Gives the next argument: the low 32 bits of a 64-bit clock. */
  public MessageWriter putClock(long ticks) {
    return put((int) ticks);
  }

  /**
   * Ends the command.
   *
   * @return its length in bytes
   * @throws IllegalStateException when it was given too few or too many arguments
   */
  public int end() {
    Command what = command;
    if (what == null || given != what.parameters()) {
      throw new IllegalStateException("a command was given too few or too many arguments");
    }
    int at = Vlq.write(bytes, 0, what.id());
    for (int i = 0; i < given; i++) {
      at = Vlq.write(bytes, at, arguments[what.argumentOf(i)]);
    }
    length = at;
    command = null;
    return at;
  }

  /** The bytes of the command ended last, from 0 to {@link #length}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Length of the command ended last. */
  public int length() {
    return length;
  }
}
