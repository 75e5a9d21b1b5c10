package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.stipple.controller.app.Rehearsal;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.hardware.LoopTimer;
import org.stipple.controller.hardware.RealTime;
import org.stipple.controller.hardware.SerialLine;
import org.stipple.controller.loop.ControlLoop;
import org.stipple.controller.loop.LoopRunner;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.record.SampleRing;

/**
 * Main class of the loops in Java that are not the controller itself; each asks the kernel for the
 * same as the controller does, and writes COUNT latenesses (or times) as native 64-bit ns.
 *
 * <ul>
 *   <li>{@code ses PERIOD_NS COUNT PRIORITY PROCESSOR FILE}: a ScheduledExecutorService
 *   <li>{@code tick PERIOD_NS COUNT PRIORITY PROCESSOR FILE PORT}: the whole tick with the board on
 *       PORT, at any period, disarmed
 *   <li>{@code bare PERIOD_NS COUNT PRIORITY PROCESSOR FILE PORT}: a bare pair of a read and a
 *       write on PORT each period; the times of the pair
 * </ul>
 */
public final class LoopChild {

  /** An empty block: the board answers it whatever its number. */
  private static final byte[] PROBE = {0x7e, 0x05, 0x11, (byte) 0x8f, 0x08, 0x7e};

  /** Ticks before those that count. */
  private static final int SETTLE_TICKS = 2_000;

  private static final long CONNECT_NS = 3_000_000_000L;

  private LoopChild() {}

  /** Measures and ends. */
  public static void main(String[] arguments) throws Exception {
    long periodNs = Long.parseLong(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    int priority = Integer.parseInt(arguments[3]);
    int processor = Integer.parseInt(arguments[4]);
    OptionalInt pinned = processor < 0 ? OptionalInt.empty() : OptionalInt.of(processor);
    Path file = Path.of(arguments[5]);
    try (RealTime _ = RealTime.hold()) {
      Runnable enter =
          () ->
              RealTime.enter(priority, pinned).stream()
                  .filter(right -> !right.granted())
                  .forEach(right -> System.err.println(right.words()));
      switch (arguments[0]) {
        case "ses" -> write(file, scheduled(periodNs, count, enter));
        case "tick" -> write(file, ticks(periodNs, count, enter, Path.of(arguments[6])));
        case "bare" -> write(file, pairs(periodNs, count, enter, Path.of(arguments[6])));
        default -> throw new IllegalArgumentException("no loop '" + arguments[0] + "'");
      }
    }
    System.exit(0);
  }

  private static long[] scheduled(long periodNs, int count, Runnable enter) throws Exception {
    int all = SETTLE_TICKS + count;
    long[] lateNs = new long[all];
    try (ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor()) {
      service.submit(enter).get();
      long startNs = System.nanoTime() + periodNs;
      int[] tick = {0};
      var running =
          service.scheduleAtFixedRate(
              () -> {
                // It catches up in a burst, so that every period has its run.
                if (tick[0] < all) {
                  lateNs[tick[0]] = System.nanoTime() - (startNs + tick[0] * periodNs);
                  tick[0]++;
                }
              },
              startNs - System.nanoTime(),
              periodNs,
              TimeUnit.NANOSECONDS);
      Thread.sleep(all * periodNs / 1_000_000 + 100);
      running.cancel(false);
      service.shutdownNow();
      return fromItsBest(Arrays.copyOfRange(lateNs, SETTLE_TICKS, tick[0]));
    }
  }

  /**
   * When exactly a service counts from it does not tell: its most punctual run counts as on time.
   */
  private static long[] fromItsBest(long[] lateNs) {
    long best = Arrays.stream(lateNs).min().orElse(0);
    return Arrays.stream(lateNs).map(late -> late - best).toArray();
  }

  /** The loop as the controller runs it, without what stands around it. */
  private static long[] ticks(long periodNs, int count, Runnable enter, Path port)
      throws InterruptedException {
    Rehearsal.warmUp(2);
    SerialLine.rehearse();
    LoopTimer timer = new LoopTimer();
    timer.rehearse();
    LoopTimes times = LoopTimes.by(timer);
    Profile profile = Profile.reference();
    BoardSettings board = BoardSettings.reference(profile);
    try (SerialLine line = new SerialLine(port, board.baud())) {
      ControlLoop loop =
          new ControlLoop(
              new BoardMachine(line, board, profile),
              board.equipment(),
              profile,
              new CommandQueue(),
              new SampleRing(),
              times);
      LoopRunner runner = new LoopRunner(loop, timer, times, periodNs);
      Thread thread =
          new Thread(
              () -> {
                enter.run();
                runner.run();
              },
              "stipple-loop");
      thread.start();
      Histogram before = LoopTimes.histogram();
      Histogram measured = LoopTimes.histogram();
      Thread.sleep(CONNECT_NS / 1_000_000);
      times.drainInto(Span.LATENESS, before, LoopTimes.histogram());
      Thread.sleep(count * periodNs / 1_000_000);
      times.drainInto(Span.LATENESS, measured, LoopTimes.histogram());
      runner.stop();
      thread.join();
      return unfolded(measured);
    }
  }

  private static long[] unfolded(Histogram histogram) {
    long[] values = new long[(int) histogram.getTotalCount()];
    int at = 0;
    for (var bucket : histogram.recordedValues()) {
      for (long i = 0; i < bucket.getCountAddedInThisIterationStep(); i++) {
        values[at++] = bucket.getValueIteratedTo();
      }
    }
    return values;
  }

  private static long[] pairs(long periodNs, int count, Runnable enter, Path port)
      throws InterruptedException {
    long[] tookNs = new long[count];
    byte[] buffer = new byte[1_024];
    LoopTimer timer = new LoopTimer();
    try (SerialLine line =
        new SerialLine(port, BoardSettings.reference(Profile.reference()).baud())) {
      while (line.openings() == 0) {
        Thread.sleep(10);
      }
      Thread thread =
          new Thread(() -> {
            enter.run();
            long dueNs = timer.nowNs() + periodNs;
            for (int i = -SETTLE_TICKS; i < count; i++) {
              timer.sleepUntilNs(dueNs);
              long beforeNs = timer.nowNs();
              int got = line.read(buffer, 0, buffer.length);
              int sent = line.write(PROBE, 0, PROBE.length);
              if (i >= 0) {
                tookNs[i] = got < 0 || sent < 0 ? Long.MAX_VALUE : timer.nowNs() - beforeNs;
              }
              dueNs = Math.max(dueNs + periodNs, timer.nowNs());
            }
          });
      thread.start();
      thread.join();
    }
    return tookNs;
  }

  private static void write(Path file, long[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long value : values) {
      bytes.putLong(value);
    }
    Files.write(file, bytes.array());
  }
}
