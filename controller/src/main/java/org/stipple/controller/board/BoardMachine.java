package org.stipple.controller.board;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.link.BoardClock;
import org.stipple.controller.link.BoardLink;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.wire.DataDictionary;

/**
 * The machine over a board on a line of bytes.
 *
 * <p>Each tick: {@link #read} takes in what the board sent, {@link #write} sends the drive and does
 * what the connection needs. A board that is not ready gets no drive: its outputs are at their
 * defaults, which brake the motor.
 */
public final class BoardMachine implements Machine {

  private final BoardLink link;
  private final BoardClock clock = new BoardClock();
  private final Connection connection;

  /** Filled as messages come in, copied out at the end of a read. */
  private final Reports reports = new Reports();

  /** Over a line. */
  public BoardMachine(ByteLink line, BoardSettings settings, Profile profile) {
    link = new BoardLink(line, settings.baud());
    connection = new Connection(link, new Channel(link, clock), settings, profile, reports);
  }

  @Override
  public void read(long nowNs, Reports into) {
    reports.beginTick();
    connection.receive(nowNs);
    Parts parts = connection.heard();
    if (parts != null) {
      parts.fill(nowNs);
    }
    reports.link = connection.state();
    reports.reason = connection.reason();
    reports.heardNs = link.heardNs();
    reports.blocksSent = link.blocksSent();
    reports.blocksRetransmitted = link.blocksRetransmitted();
    reports.ticksPerSecond = clock.started() ? clock.nominalHz() : 0;
    reports.boardTicks = clock.started() ? clock.ticksAt(nowNs) : 0;
    into.copyFrom(reports);
  }

  @Override
  public void write(Drive drive, long nowNs) {
    Parts parts = connection.parts();
    if (parts != null) {
      parts.update(drive, nowNs);
    }
    connection.advance(nowNs);
  }

  /** How far the way to the board stands open. */
  public LinkState state() {
    return connection.state();
  }

  /** Why the board is not ready, in one line; null when nothing is known to be wrong. */
  public @Nullable String reason() {
    return connection.reason();
  }

  /** What the board says about itself; nearly empty until it has been identified. Loop thread. */
  public DataDictionary dictionary() {
    return connection.dictionary();
  }
}
