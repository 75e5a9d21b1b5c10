package org.stipple.controller.link;

/** Takes the content of sound frames from the board. */
@FunctionalInterface
public interface ContentSink {

  /**
   * One message from the board.
   *
   * @param bytes where it stands; valid during the call only
   * @param start its first byte
   * @param end after its last byte
   * @param receivedNs when its first byte left the board, as far as the line's speed tells
   */
  void onContent(byte[] bytes, int start, int end, long receivedNs);
}
