package org.stipple.sim.campaign;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.control.Mode;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.trial.Subject;
import org.stipple.sim.world.PassingLink;

/**
 * What a host hears that no board would say, between what its board does say: the whole tick, on
 * virtual time. It must not break, must drive nothing that is not armed, and must work with its
 * board again when the nonsense ends.
 *
 * <p>Its one public method is what a coverage-guided fuzzer calls; it knows nothing of one.
 */
public final class HostEars {

  private static final long SEED = 11;
  private static final long READY_MS = 10_000;

  /** A host that heard nonsense may look for its board anew, more than once. */
  private static final long BACK_MS = 30_000;

  private static final long SILENCE_MS = 300;
  private static final long RUN_MS = 200;
  private static final long DRIVEN_NS_MAX = 110_000_000;

  private HostEars() {}

  /** Plays an input; throws where an invariant does not hold. */
  public static void fuzzerTestOneInput(byte[] input) {
    Line[] made = new Line[1];
    VirtualSession session =
        Subject.reference()
            .powered(
                SEED,
                link -> {
                  made[0] = new Line(link);
                  return made[0];
                });
    Line line = Objects.requireNonNull(made[0]);
    if ((WireScript.circumstances(input) & 1) != 0) {
      session.arm();
      session.pedal(true);
      session.runMs(RUN_MS);
    } else {
      session.runUntil("the board", () -> ready(session), READY_MS);
    }
    line.begin(session);
    WireScript.play(input, line);
    line.silent();
    session.pedal(false);
    session.runMs(SILENCE_MS, line::lookAtDrive);
    session.runUntil("the board heard again", () -> ready(session), BACK_MS);
  }

  private static boolean ready(VirtualSession session) {
    return session.sample().link == LinkState.READY;
  }

  /** The line, on which somebody else speaks before the board does. */
  private static final class Line implements PassingLink, WireScript.Line {
    private final ByteLink link;
    private static final int ROOM = 2 * WireScript.LONGEST * Frame.MAX_LENGTH;

    private final FrameScanner heard = new FrameScanner(4096);
    private final byte[] waiting = new byte[ROOM];
    private int from;
    private int to;
    private int due;
    private long readyNs;
    private @Nullable VirtualSession session;

    Line(ByteLink link) {
      this.link = link;
    }

    @Override
    public ByteLink link() {
      return link;
    }

    @Override
    public void raw(byte[] bytes, int offset, int length) {
      System.arraycopy(bytes, offset, waiting, to, length);
      to += length;
    }

    @Override
    public void frame(int ahead, byte[] bytes, int offset, int length) {
      System.arraycopy(bytes, offset, waiting, to + Frame.HEADER_LENGTH, length);
      to += Frame.seal(waiting, to, due + ahead, length);
    }

    @Override
    public void pass(int ms) {
      VirtualSession present = Objects.requireNonNull(session);
      present.runMs(ms, this::lookAtDrive);
    }

    /** Once disarmed, the drive goes off by order, or where that does not arrive, by the guards. */
    void lookAtDrive() {
      VirtualSession present = Objects.requireNonNull(session);
      if (present.sample().mode != Mode.DISARMED) {
        readyNs = present.nowNs();
      } else if (present.machine().wiring().drive().isOn()
          && present.nowNs() - readyNs > DRIVEN_NS_MAX) {
        throw new AssertionError("driven while disarmed, by what the host heard: " + present);
      }
    }

    /** From now on somebody else speaks. */
    void begin(VirtualSession running) {
      session = running;
      readyNs = running.nowNs();
    }

    /** Only the board speaks from now on. */
    void silent() {
      from = 0;
      to = 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (from < to) {
        int some = Math.min(length, to - from);
        System.arraycopy(waiting, from, buffer, offset, some);
        from += some;
        return some;
      }
      from = 0;
      to = 0;
      int got = link.read(buffer, offset, length);
      if (got > 0) {
        follow(buffer, offset, got);
      }
      return got;
    }

    /** The number of the board's last frame is the one that is due. */
    private void follow(byte[] buffer, int offset, int got) {
      if (got > heard.room()) {
        heard.reset();
      }
      heard.append(buffer, offset, Math.min(got, heard.room()));
      for (var found = heard.next(); found != FrameScanner.Found.NOTHING; found = heard.next()) {
        if (found == FrameScanner.Found.FRAME) {
          due = heard.sequence();
        }
      }
    }
  }
}
