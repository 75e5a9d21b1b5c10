package org.stipple.controller.flightlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.command.CommandSource;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.flight.FlightEvent;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.loop.ControlLoop;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;

/**
 * Runs a host again on a flight log: the same bytes come in at the same ticks, with the same times
 * and commands, and every byte it sends is held against what was sent then.
 */
public final class FlightReplay {

  private static final long PERIOD_NS = 1_000_000;
  private static final int SHOW_EVERY = 100_000;

  /**
   * What came of it.
   *
   * @param header of which machine it is
   * @param ticks that were run again
   * @param writes that were compared
   * @param bytes that were sent
   * @param strokes counted at the end
   * @param difference where the host did something else, in words; null = nowhere
   */
  public record Result(
      FlightHeader header,
      long ticks,
      long writes,
      long bytes,
      long strokes,
      @Nullable String difference) {}

  /** Thrown inside where host and log part. */
  private static final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Difference(String why) {
      super(why);
    }
  }

  private final FlightFile file;
  private final BoardMachine machine;
  private long ticks;
  private long writes;
  private long bytes;
  private int openings;

  private FlightReplay(FlightFile file) {
    this.file = file;
    FlightHeader header = file.header();
    machine = new BoardMachine(new Recorded(), header.board(), header.profile());
  }

  /**
   * Replays a log to its end, or to where it differs.
   *
   * @param progress is told the share that is done, 0 to 1, now and then
   * @throws IOException where it cannot be read or is no flight log
   */
  public static Result of(Path log, DoubleConsumer progress) throws IOException {
    try (FlightFile file = FlightFile.open(log)) {
      return new FlightReplay(file).run(progress);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Result run(DoubleConsumer progress) throws IOException {
    SampleRing samples = new SampleRing();
    Sample sample = new Sample();
    FlightHeader header = file.header();
    ControlLoop loop =
        new ControlLoop(
            machine,
            header.board().equipment(),
            header.profile(),
            new Commands(),
            samples,
            LoopTimes.withoutStages());
    long dueNs = 0;
    @Nullable String difference = null;
    try {
      while (file.peek() >= 0) {
        expect(FlightEvent.TICK, "ends the tick");
        dueNs += PERIOD_NS + file.signed();
        long nowNs = dueNs + file.signed();
        ticks++;
        loop.tick(nowNs, dueNs);
        samples.read(sample);
        if (ticks % SHOW_EVERY == 0) {
          progress.accept(file.share());
        }
      }
    } catch (Difference e) {
      // The log's last tick may have been cut in its middle: that is its end, not a difference.
      difference = file.peek() < 0 ? null : e.getMessage();
    }
    return new Result(header, ticks, writes, bytes, sample.strokes, difference);
  }

  /** Takes the next code, which must be one of those. */
  private int expect(String doing, int... codes) {
    int code = peek();
    for (int allowed : codes) {
      if (code == allowed) {
        file.skip();
        return code;
      }
    }
    throw new Difference(
        "tick %d: this host %s where the recorded one did %s"
            .formatted(ticks, doing, code < 0 ? "nothing more" : FlightEvent.name(code)));
  }

  private void expect(int code, String doing) {
    expect(doing, code);
  }

  private int peek() {
    try {
      return file.peek();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int count() {
    try {
      return file.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Commands implements CommandSource {
    @Override
    public @Nullable OperatorCommand poll() {
      if (peek() != FlightEvent.COMMAND) {
        return null;
      }
      file.skip();
      try {
        return file.command();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class Recorded implements ByteLink {

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int code = expect("reads", FlightEvent.READ_NONE, FlightEvent.READ, FlightEvent.READ_LOST);
      if (code == FlightEvent.READ_NONE) {
        return 0;
      }
      if (code == FlightEvent.READ_LOST) {
        return LOST;
      }
      int count = count();
      if (count > length) {
        throw new Difference(
            "tick %d: this host reads at most %d bytes where %d came"
                .formatted(ticks, length, count));
      }
      file.bytes(buffer, offset, count);
      return count;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
      int code = expect("writes", FlightEvent.WRITE, FlightEvent.WRITE_PARTLY);
      byte[] then = new byte[count()];
      file.bytes(then, 0, then.length);
      byte[] now = Arrays.copyOfRange(buffer, offset, offset + length);
      if (!Arrays.equals(then, now)) {
        throw new Difference(
            "tick %d: %s".formatted(ticks, WireWords.difference(machine.dictionary(), then, now)));
      }
      writes++;
      bytes += length;
      return code == FlightEvent.WRITE ? length : (int) file.number() - 1;
    }

    @Override
    public void discardOutput() {
      expect(FlightEvent.DISCARD, "drops its output");
    }

    @Override
    public void reopen() {
      expect(FlightEvent.REOPEN, "reopens the line");
    }

    @Override
    public int openings() {
      if (expect("asks for openings", FlightEvent.OPENINGS_SAME, FlightEvent.OPENINGS)
          == FlightEvent.OPENINGS) {
        openings = (int) file.number();
      }
      return openings;
    }
  }
}
