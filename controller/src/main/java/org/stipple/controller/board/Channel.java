package org.stipple.controller.board;

import org.stipple.controller.link.BoardClock;
import org.stipple.controller.link.BoardLink;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.MessageWriter;

/** What every part of the board speaks through: one writer, the link and the board's clock. */
final class Channel {

  final BoardLink link;
  final BoardClock clock;
  private final MessageWriter writer = new MessageWriter();

  Channel(BoardLink link, BoardClock clock) {
    this.link = link;
    this.clock = clock;
  }

  /** Begins a command; end it with one of the send calls. */
  MessageWriter start(Command command) {
    return writer.start(command);
  }

  /** Sends the command begun; it stays due however long the line takes. */
  void send() {
    send(BoardLink.NEVER);
  }

  /** Sends the command begun unless it is still here at {@code expiresNs}. */
  void send(long expiresNs) {
    writer.end();
    link.send(writer, expiresNs);
  }

  /** Sends the command begun and notes when it leaves. */
  void sendTracked(long expiresNs) {
    writer.end();
    link.sendTracked(writer, expiresNs);
  }

  /** The board's clock some time from now. */
  long ticksAt(long ns) {
    return clock.ticksAt(ns);
  }
}
