package org.stipple.sim.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.stipple.controller.app.Rehearsal;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.record.Sample;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.MemoryLink;
import org.stipple.sim.world.PassingLink;
import org.stipple.sim.world.SimulatedMachine;
import org.stipple.sim.world.VirtualClock;

/**
 * Records what the simulated board says to a host that plays its rehearsal: the controller cannot
 * make the recording, since it does not know the simulated board.
 */
final class RehearsalTape {

  private static final long SEED = 1;
  private static final int ANSWERS_MAX = 65_535;

  private final Tap tap;
  private final Sample last;
  private final long plantStrokes;

  private RehearsalTape(Tap tap, Sample last, long plantStrokes) {
    this.tap = tap;
    this.last = last;
    this.plantStrokes = plantStrokes;
  }

  /** Plays the rehearsal against a simulated board. */
  static RehearsalTape record() {
    SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, SEED, 0);
    VirtualClock clock = new VirtualClock(0);
    Tap tap = new Tap(new MemoryLink(machine, clock));
    Sample last =
        new Rehearsal(
                tap,
                nowNs -> {
                  tap.endTick();
                  press(machine, clock.nowNs(), nowNs);
                  clock.advance(nowNs - clock.nowNs());
                })
            .play();
    tap.endTick();
    return new RehearsalTape(tap, last, machine.plant().strokes());
  }

  private static void press(SimulatedMachine machine, long beforeNs, long nowNs) {
    boolean down = Rehearsal.pedalDown(nowNs);
    if (down != Rehearsal.pedalDown(beforeNs)) {
      machine.wiring().pedal(down, beforeNs);
    }
  }

  /** The last tick's sample of the host. */
  Sample last() {
    return last;
  }

  long plantStrokes() {
    return plantStrokes;
  }

  /** What was read, tick by tick, in the form of {@link Rehearsal} before it is deflated. */
  byte[] bytes() {
    return tap.bytes();
  }

  /** The form that is shipped. */
  byte[] packed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
      out.write(bytes());
    }
    return packed.toByteArray();
  }

  /** Passes everything on and keeps what was read, tick by tick. */
  private static final class Tap implements PassingLink {
    private final ByteLink line;
    private final ByteArrayOutputStream tick = new ByteArrayOutputStream();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private boolean begun;

    Tap(ByteLink line) {
      this.line = line;
    }

    @Override
    public ByteLink link() {
      return line;
    }

    void endTick() {
      if (begun) {
        if (tick.size() > ANSWERS_MAX) {
          throw new IllegalStateException("more than " + ANSWERS_MAX + " bytes in a tick");
        }
        all.write(tick.size() >> 8);
        all.write(tick.size());
        all.writeBytes(tick.toByteArray());
        tick.reset();
      }
      begun = true;
    }

    byte[] bytes() {
      return all.toByteArray();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = line.read(buffer, offset, length);
      if (count > 0) {
        tick.write(buffer, offset, count);
      }
      return count;
    }
  }
}
