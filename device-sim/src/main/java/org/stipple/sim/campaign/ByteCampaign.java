package org.stipple.sim.campaign;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.control.Mode;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.FrameScanner;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.trial.Subject;

/**
 * C3: bytes that no board and no host would send. Whole sessions with a {@link FuzzedLink} between
 * host and board, and, since these pass few bytes, the frame scanner alone with very many.
 */
final class ByteCampaign {

  /** Of the slowest line that is usual, per second: 250,000 baud, ten bits a byte. */
  private static final double BYTES_PER_SECOND = 25_000;

  private static final int NONSENSE_MAX = 400;
  private static final int SOUND_FRAMES = 12;

  private final SplittableRandom random;
  private long bytes;
  private long escapes;
  private long drivenAlone;
  private double resyncMsMax;
  private @Nullable String firstEscape;

  ByteCampaign(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Goes on until so many bytes were fuzzed; a hundredth of them in whole sessions. */
  void play(long wanted, ProgressLine progress) {
    long inSessions = wanted / 100;
    for (int i = 0; bytes < inSessions; i++) {
      session(i % 3 == 2 ? Subject.eightBit() : Subject.reference());
      progress.showBar((double) bytes / inSessions / 2, "whole sessions", "");
    }
    long shown = 0;
    while (bytes < wanted) {
      scanner();
      if (bytes - shown > wanted / 200) {
        shown = bytes;
        progress.showBar(0.5 + 0.5 * bytes / wanted, "the frame scanner", "");
      }
    }
  }

  /** A minute of work, a foot on the pedal now and then, the line fuzzed for half of it. */
  private void session(Subject subject) {
    FuzzedLink[] fuzzed = new FuzzedLink[1];
    SplittableRandom own = random.split();
    VirtualSession session =
        subject.powered(
            random.nextLong(),
            (ByteLink link) -> {
              fuzzed[0] = new FuzzedLink(link, own);
              return fuzzed[0];
            });
    FuzzedLink link = Objects.requireNonNull(fuzzed[0]);
    try {
      for (int second = 0; second < 60; second++) {
        link.on(second % 4 >= 2);
        act(session, second);
        session.runMs(1000, () -> lookAtDrive(session));
      }
    } catch (RuntimeException e) {
      escapes++;
      firstEscape = firstEscape == null ? e.toString() : firstEscape;
    }
    bytes += link.passed();
  }

  private static void act(VirtualSession session, int second) {
    if (session.sample().mode == Mode.DISARMED) {
      session.pedal(false);
      session.offer(new OperatorCommand.Clear(session.newId(), true));
      session.offer(new OperatorCommand.Reset(session.newId()));
      session.offer(new OperatorCommand.Arm(session.newId()));
    } else {
      session.pedal(second % 2 == 0);
    }
  }

  /** Nonsense must not drive what nobody's foot asks for. */
  private void lookAtDrive(VirtualSession session) {
    boolean disarmed = session.sample().mode == Mode.DISARMED;
    if (disarmed && session.machine().wiring().drive().isOn()) {
      long sinceNs = session.nowNs() - session.machine().wiring().drive().onNs();
      drivenAlone += sinceNs > 110_000_000L ? 1 : 0;
    }
  }

  /** Nonsense, then sound frames: how many bytes of them pass before the first is found. */
  private void scanner() {
    FrameScanner scanner = new FrameScanner(2048);
    byte[] nonsense = new byte[1 + random.nextInt(NONSENSE_MAX)];
    random.nextBytes(nonsense);
    byte[] frame = new byte[Frame.MAX_LENGTH];
    int soundBytes = 0;
    boolean found = false;
    try {
      feed(scanner, nonsense, nonsense.length, List.of());
      for (int i = 0; i < SOUND_FRAMES && !found; i++) {
        random.nextBytes(frame);
        int content = random.nextInt(Frame.MAX_CONTENT + 1);
        int length = Frame.seal(frame, 0, i & Frame.SEQUENCE_MASK, content);
        soundBytes += length;
        found = feed(scanner, frame, length, List.of(i));
      }
    } catch (RuntimeException e) {
      escapes++;
      firstEscape = firstEscape == null ? e.toString() : firstEscape;
    }
    bytes += nonsense.length + soundBytes;
    resyncMsMax =
        Math.max(
            resyncMsMax, found ? 1e3 * soundBytes / BYTES_PER_SECOND : Double.POSITIVE_INFINITY);
  }

  private static boolean feed(
      FrameScanner scanner, byte[] bytes, int length, List<Integer> sequences) {
    scanner.room();
    scanner.append(bytes, 0, length);
    boolean found = false;
    FrameScanner.Found next = scanner.next();
    while (next != FrameScanner.Found.NOTHING) {
      boolean frame = next == FrameScanner.Found.FRAME;
      found |= frame && sequences.contains(scanner.sequence() & Frame.SEQUENCE_MASK);
      next = scanner.next();
    }
    return found;
  }

  long bytes() {
    return bytes;
  }

  /** Exceptions that came out of host or scanner. */
  long escapes() {
    return escapes;
  }

  /** What the first of them said; empty when there was none. */
  Optional<String> firstEscape() {
    return Optional.ofNullable(firstEscape);
  }

  /** Ticks in which a disarmed machine was driven, for longer than its guards allow. */
  long drivenAlone() {
    return drivenAlone;
  }

  /** Longest time of sound bytes on a line of 250,000 baud before a frame was found, ms. */
  double resyncMsMax() {
    return resyncMsMax;
  }
}
