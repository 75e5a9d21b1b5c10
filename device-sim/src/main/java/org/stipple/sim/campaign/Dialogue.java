package org.stipple.sim.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.trial.Subject;
import org.stipple.sim.world.PassingLink;

/**
 * What a host and its board really said to each other: found, configured, armed, a press.
 *
 * @param host what the host wrote
 * @param board what the board said
 * @param readyNs when the board was configured
 */
record Dialogue(List<Said> host, List<Said> board, long readyNs) {

  /** Bytes that were said at once. */
  static final class Said {
    private final long atNs;
    private final byte[] bytes;

    private Said(long atNs, byte[] bytes) {
      this.atNs = atNs;
      this.bytes = bytes;
    }

    long atNs() {
      return atNs;
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }

  private static final long PRESS_MS = 400;

  Dialogue {
    host = List.copyOf(host);
    board = List.copyOf(board);
  }

  /** Records one with the reference machine of that seed. */
  static Dialogue record(long seed) {
    Ear[] made = new Ear[1];
    VirtualSession session =
        Subject.reference()
            .powered(
                seed,
                link -> {
                  made[0] = new Ear(link);
                  return made[0];
                });
    Ear ear = Objects.requireNonNull(made[0]);
    session.onSample(sample -> ear.nowNs = sample.nowNs);
    session.arm();
    long armedNs = session.nowNs();
    session.pedal(true);
    session.runMs(PRESS_MS);
    session.pedal(false);
    session.runMs(PRESS_MS);
    return new Dialogue(ear.host, ear.board, armedNs);
  }

  /** The contents of the frames in there, empty ones left out. */
  static List<byte[]> contents(List<Said> said) {
    FrameScanner scanner = new FrameScanner(8192);
    List<byte[]> contents = new ArrayList<>();
    for (Said one : said) {
      scanner.room();
      scanner.append(one.bytes(), 0, one.bytes().length);
      for (var found = scanner.next();
          found != FrameScanner.Found.NOTHING;
          found = scanner.next()) {
        if (found == FrameScanner.Found.FRAME && scanner.contentEnd() > scanner.contentStart()) {
          contents.add(
              Arrays.copyOfRange(scanner.bytes(), scanner.contentStart(), scanner.contentEnd()));
        }
      }
    }
    return contents;
  }

  private static final class Ear implements PassingLink {
    private final ByteLink link;
    private final List<Said> host = new ArrayList<>();
    private final List<Said> board = new ArrayList<>();
    private long nowNs;

    Ear(ByteLink link) {
      this.link = link;
    }

    @Override
    public ByteLink link() {
      return link;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int got = link.read(buffer, offset, length);
      note(board, buffer, offset, got);
      return got;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
      int taken = link.write(buffer, offset, length);
      note(host, buffer, offset, taken);
      return taken;
    }

    private void note(List<Said> said, byte[] buffer, int offset, int length) {
      if (length > 0) {
        said.add(new Said(nowNs, Arrays.copyOfRange(buffer, offset, offset + length)));
      }
    }
  }
}
