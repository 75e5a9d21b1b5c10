package org.stipple.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.stipple.controller.io.ByteLink;
import org.stipple.sim.board.BoardKind;

class MemoryLinkTest {

  private static final long MS = 1_000_000;
  private static final byte[] PROBE = HexFormat.of().parseHex("7e05118f087e");

  private final VirtualClock clock = new VirtualClock(1_000 * MS);
  private final SimulatedMachine machine = new SimulatedMachine(BoardKind.PICO, 3, clock.nowNs());
  private final MemoryLink link = new MemoryLink(machine, clock);

  private String read(ByteLink from) {
    byte[] bytes = new byte[256];
    int got = from.read(bytes, 0, bytes.length);
    return got < 0 ? "lost" : HexFormat.of().formatHex(bytes, 0, got);
  }

  private String probe() {
    link.write(PROBE, 0, PROBE.length);
    clock.advance(MS);
    return read(link);
  }

  @Test
  void carriesAProbeAndItsAnswer() {
    clock.advance(10 * MS);
    assertThat(read(link)).as("starting").startsWith("0").endsWith("7e");
    assertThat(probe()).isEqualTo("05109e817e");
    assertThat(link.openings()).isEqualTo(1);
  }

  @Test
  void usbBoardIsLostWhileItRebootsAndComesBackAsANewOpening() {
    clock.advance(10 * MS);
    read(link);
    machine.board().reset(clock.nowNs());
    clock.advance(MS);
    assertThat(read(link)).isEqualTo("lost");
    assertThat(link.write(PROBE, 0, PROBE.length)).isEqualTo(ByteLink.LOST);
    clock.advance(400 * MS);
    assertThat(read(link)).isNotEqualTo("lost");
    assertThat(link.openings()).isEqualTo(2);
    assertThat(probe()).isEqualTo("05109e817e");
  }

  @Test
  void unpluggedBoardIsLostUntilItIsPluggedIn() {
    machine.board().unplug(clock.nowNs());
    clock.advance(2_000 * MS);
    assertThat(read(link)).isEqualTo("lost");
    machine.board().plug(clock.nowNs());
    clock.advance(400 * MS);
    assertThat(read(link)).isNotEqualTo("lost");
  }

  @Test
  void silentLineLooksOpenAndCarriesNothing() {
    clock.advance(10 * MS);
    read(link);
    link.silence(true);
    assertThat(probe()).isEmpty();
    link.silence(false);
    assertThat(probe()).isEqualTo("05109e817e");
  }

  @Test
  void damagesTheAskedShareOfBytes() {
    LineNoise noise = new LineNoise(5, 0.05);
    int damaged = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[50];
      noise.pass(bytes, 0, bytes.length);
      for (byte each : bytes) {
        damaged += each == 0 ? 0 : 1;
      }
    }
    assertThat(damaged).isBetween(4_700, 5_300).isEqualTo((int) noise.damaged());
    noise.set(0);
    noise.pass(new byte[100], 0, 100);
    assertThat(noise.damaged()).isEqualTo(damaged);
  }

  @Test
  void discardDropsWhatHasNotLeftTheHost() {
    VirtualClock time = new VirtualClock(0);
    SimulatedMachine slow = new SimulatedMachine(BoardKind.AVR.withBaud(9600), 3, 0);
    MemoryLink line = new MemoryLink(slow, time);
    time.advance(100 * MS);
    read(line);
    for (int i = 0; i < 3; i++) {
      line.write(PROBE, 0, PROBE.length);
    }
    time.advance(7 * MS);
    line.discardOutput();
    time.advance(100 * MS);
    assertThat(read(line)).as("only the first had left").isEqualTo("05109e817e");
  }

  @Test
  void reopeningForgetsWhatIsOnTheLine() {
    clock.advance(10 * MS);
    link.reopen();
    assertThat(link.openings()).isEqualTo(2);
    assertThat(read(link)).isEmpty();
  }

  @Test
  void aWholeMachineRunsTheSameFromTheSameSeed() {
    assertThat(run(11)).isEqualTo(run(11)).isNotEqualTo(run(12));
  }

  private static String run(long seed) {
    VirtualClock time = new VirtualClock(0);
    SimulatedMachine copy = new SimulatedMachine(BoardKind.PICO, seed, 0);
    MemoryLink line = new MemoryLink(copy, time, seed, 0.05);
    StringBuilder text = new StringBuilder();
    byte[] bytes = new byte[256];
    for (int i = 0; i < 500; i++) {
      time.advance(MS);
      line.write(PROBE, 0, PROBE.length);
      int got = line.read(bytes, 0, bytes.length);
      text.append(HexFormat.of().formatHex(bytes, 0, Math.max(got, 0)));
    }
    return text.toString() + copy.board().dictionaryJson();
  }
}
