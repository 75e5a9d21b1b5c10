package org.stipple.sim.campaign;

import java.util.List;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.SimulatedMachine;

/**
 * What a simulated board hears that no host of ours would say, after what a host did say. It must
 * not break, and must answer the next sound question.
 *
 * <p>Its one public method is what a coverage-guided fuzzer calls; it knows nothing of one.
 */
public final class BoardEars {

  /** A question and its answer, as in every dictionary. */
  private static final byte[] IDENTIFY = {1, 0, 40};

  private static final int IDENTIFY_RESPONSE = 0;

  private static final long SEED = 11;
  private static final long MS = 1_000_000;

  /** A board that was told to restart is away for that long at most. */
  private static final long BACK_MS = 3_000;

  private static final long ANSWER_MS = 20;

  /** Sound bytes until a frame is found again: 20 ms of line time at 250,000 baud. */
  private static final int BYTES_MAX = 500;

  private static final Dialogue KNOWN = Dialogue.record(SEED);

  private final SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, SEED, 0);
  private final FrameScanner scanner = new FrameScanner(8192);
  private final byte[] chunk = new byte[1024];
  private final byte[] frame = new byte[1 + Frame.MAX_LENGTH];
  private long nowNs;
  private int due;
  private boolean heard;
  private boolean identified;

  private BoardEars() {}

  /** Plays an input; throws where an invariant does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    BoardEars board = new BoardEars();
    if ((WireScript.circumstances(input) & 1) != 0) {
      board.follow(KNOWN.host());
    } else {
      board.pass(1_000);
    }
    WireScript.play(input, board.line());
    board.expectAnswer();
  }

  /** Hears what a host said until its machine was armed. */
  private void follow(List<Dialogue.Said> host) {
    for (Dialogue.Said said : host) {
      if (said.atNs() > KNOWN.readyNs()) {
        return;
      }
      while (nowNs + MS <= said.atNs()) {
        pass(1);
      }
      machine.receive(said.bytes(), 0, said.bytes().length, Math.max(nowNs, said.atNs()));
    }
  }

  private WireScript.Line line() {
    return new WireScript.Line() {
      @Override
      public void raw(byte[] bytes, int offset, int length) {
        machine.receive(bytes, offset, length, nowNs);
      }

      @Override
      public void frame(int ahead, byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, frame, Frame.HEADER_LENGTH, length);
        machine.receive(frame, 0, Frame.seal(frame, 0, due + ahead, length), nowNs);
        due++; // as if it took it; what it says itself puts this right
      }

      @Override
      public void pass(int ms) {
        BoardEars.this.pass(ms);
      }
    };
  }

  private void pass(long ms) {
    for (long i = 0; i < ms; i++) {
      nowNs += MS;
      machine.advanceTo(nowNs);
      int got = machine.board().transmit(chunk, 0, chunk.length);
      while (got > 0) {
        listen(got);
        got = machine.board().transmit(chunk, 0, chunk.length);
      }
    }
  }

  private void listen(int got) {
    if (got > scanner.room()) {
      scanner.reset();
    }
    scanner.append(chunk, 0, got);
    for (var found = scanner.next(); found != FrameScanner.Found.NOTHING; found = scanner.next()) {
      if (found == FrameScanner.Found.FRAME) {
        due = scanner.sequence();
        boolean empty = scanner.contentEnd() == scanner.contentStart();
        heard |= empty; // reports come all the time; only an empty frame answers a probe
        identified |= !empty && scanner.bytes()[scanner.contentStart()] == IDENTIFY_RESPONSE;
      }
    }
  }

  /** A sync byte and an empty frame, by whose answer the number is known; then the question. */
  private void expectAnswer() {
    for (long ms = 0; !machine.board().isAttached() && ms < BACK_MS; ms++) {
      pass(1);
    }
    pass(ANSWER_MS);
    frame[0] = Frame.SYNC;
    heard = false;
    // The first ones may be taken for the rest of a frame that nonsense had begun.
    for (int bytes = 0; !heard && bytes < BYTES_MAX; ) {
      int probe = 1 + Frame.seal(frame, 1, 0, 0);
      machine.receive(frame, 0, probe, nowNs);
      bytes += probe;
      pass(1);
    }
    if (!heard) {
      throw new AssertionError("the board does not answer: " + state());
    }
    identified = false;
    System.arraycopy(IDENTIFY, 0, frame, Frame.HEADER_LENGTH, IDENTIFY.length);
    machine.receive(frame, 0, Frame.seal(frame, 0, due, IDENTIFY.length), nowNs);
    pass(ANSWER_MS);
    if (!identified) {
      throw new AssertionError("the board does not say who it is: " + state());
    }
  }

  private String state() {
    return "attached "
        + machine.board().isAttached()
        + ", boots "
        + machine.board().boots()
        + ", shut down by "
        + machine.board().shutdownReason();
  }
}
