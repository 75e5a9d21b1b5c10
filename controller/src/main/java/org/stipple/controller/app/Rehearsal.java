package org.stipple.controller.app;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.zip.InflaterInputStream;
import org.stipple.controller.board.BoardMachine;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.loop.ControlLoop;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;

/**
 * A short session on virtual doors, by which the JVM learns the tick before a needle depends on it:
 * board found and configured, armed, two presses, disarmed. The board is a recording of one: the
 * same code, fed the same bytes at the same ticks, sends the same answers, so that the recording
 * goes on as if somebody listened.
 *
 * <p>A change of what the host sends makes the recording stale. It is then played to its end all
 * the same, but warms less; a test notices, and {@code stipple bench rehearsal --renew} records
 * anew.
 */
public final class Rehearsal {

  /** Ticks of one rehearsal. */
  public static final int TICKS = 9_000;

  /** Where the recording is, beside this class. */
  public static final String RECORDING = "rehearsal.bin";

  /** By then a homing has begun and found the endstop. */
  private static final int ARMED_TICK = 2_400;

  /** Enough for what each arming calls some ten times to be compiled. */
  private static final int ARMINGS = 30;

  private static final long TICK_NS = ControlLoop.PERIOD_NS;

  private final ByteLink line;
  private final LongConsumer clock;
  private final CommandQueue commands = new CommandQueue();
  private final SampleRing samples = new SampleRing();
  private final Sample sample = new Sample();
  private long nextId = 1;

  /**
   * A rehearsal over a line.
   *
   * @param clock is told the time before each tick, ns from 0
   */
  public Rehearsal(ByteLink line, LongConsumer clock) {
    this.line = line;
    this.clock = clock;
  }

  /** Plays it; answers the last tick's sample. */
  public Sample play() {
    return play(TICKS);
  }

  private Sample play(int ticks) {
    Profile profile = Profile.reference();
    BoardSettings board = BoardSettings.reference(profile);
    BoardMachine machine = new BoardMachine(line, board, profile);
    ControlLoop loop =
        new ControlLoop(
            machine, board.equipment(), profile, commands, samples, LoopTimes.by(new Stopped()));
    for (int tick = 1; tick <= ticks; tick++) {
      command(tick);
      long nowNs = tick * TICK_NS;
      clock.accept(nowNs);
      loop.tick(nowNs, nowNs);
      samples.read(sample);
    }
    return sample;
  }

  /** Whether the pedal is down at that time: two presses, of which the recording tells. */
  public static boolean pedalDown(long nowNs) {
    long tick = nowNs / TICK_NS;
    return (tick >= 4_500 && tick < 5_700) || (tick >= 6_300 && tick < 7_500);
  }

  /** What the operator does, by the tick. */
  private void command(int tick) {
    switch (tick) {
      case 2_000 -> commands.offer(new OperatorCommand.Clear(nextId++, true));
      case 2_001 -> commands.offer(new OperatorCommand.Reset(nextId++));
      case 2_002 -> commands.offer(new OperatorCommand.SetFrequency(nextId++, 100));
      case 2_003 -> commands.offer(new OperatorCommand.Arm(nextId++));
      case 5_200 -> commands.offer(new OperatorCommand.SetFrequency(nextId++, 140));
      case 6_000 -> commands.offer(new OperatorCommand.SetDepth(nextId++, 1.2));
      case 8_000 -> commands.offer(new OperatorCommand.Disarm(nextId++));
      default -> {}
    }
  }

  /**
   * Plays the recording {@code times} times, and its arming, of which each play has but one, more
   * often; takes some tenths of a second.
   *
   * @return the strokes it counted, 0 where the recording is not to be had
   */
  public static long warmUp(int times) {
    long strokes = 0;
    try (InputStream file = Rehearsal.class.getResourceAsStream(RECORDING)) {
      if (file == null) {
        return 0;
      }
      Recording recording = new Recording(file);
      for (int i = 0; i < times; i++) {
        strokes += new Rehearsal(recording, recording::windTo).play().strokes;
      }
      for (int i = 0; i < ARMINGS; i++) {
        strokes += new Rehearsal(recording, recording::windTo).play(ARMED_TICK).strokes;
      }
    } catch (IOException _) {
      return strokes;
    }
    return strokes;
  }

  /** Virtual time stands still within a tick. */
  private static final class Stopped implements LoopClock {
    @Override
    public long nowNs() {
      return 0;
    }

    @Override
    public void sleepUntilNs(long deadlineNs) {}
  }

  /**
   * What a board sent, tick by tick: deflated, for each tick a 16-bit number of bytes and the
   * bytes.
   */
  static final class Recording implements ByteLink {
    private final byte[][] ticks = new byte[TICKS][];
    private int tick;
    private int taken;

    Recording(InputStream file) throws IOException {
      try (DataInputStream in = new DataInputStream(new InflaterInputStream(file))) {
        for (int i = 0; i < TICKS; i++) {
          ticks[i] = in.readNBytes(in.readUnsignedShort());
        }
      }
    }

    void windTo(long nowNs) {
      tick = (int) (nowNs / TICK_NS) - 1;
      taken = 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = Math.min(length, ticks[tick].length - taken);
      System.arraycopy(ticks[tick], taken, buffer, offset, count);
      taken += count;
      return count;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
      return length;
    }

    @Override
    public void discardOutput() {}

    @Override
    public void reopen() {}

    @Override
    public int openings() {
      return 1;
    }
  }
}
