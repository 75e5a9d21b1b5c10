package org.stipple.controller.io;

/**
 * A non-blocking line of bytes to the board, which may be away.
 *
 * <p>No call blocks. While the line is away {@link #read} and {@link #write} answer {@link #LOST}
 * and the implementation tries, on a thread of its own, to get it back; {@link #openings()} tells
 * that it succeeded. Called by the loop thread only.
 */
public interface ByteLink {

  /** What {@link #read} and {@link #write} answer while the line is away. */
  int LOST = -1;

  /**
   * Takes what has arrived, up to {@code length} bytes.
   *
   * @return the number of bytes taken, 0 when none wait, or {@link #LOST}
   */
  int read(byte[] buffer, int offset, int length);

  /**
   * Hands over bytes to be sent.
   *
   * @return how many of them were accepted (0 to {@code length}), or {@link #LOST}
   */
  int write(byte[] buffer, int offset, int length);

  /** Drops what was accepted for sending and has not left yet. */
  void discardOutput();

  /**
   * Closes the line and lets the implementation open it anew. Used where the board went away by
   * intent (a reset drops a USB board off the bus) or where the line answers nothing any more.
   */
  void reopen();

  /**
   * How often the line has been opened; 0 = never yet. A change means that bytes from before it
   * belong to another life of the board.
   */
  int openings();
}
