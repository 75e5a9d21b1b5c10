package org.stipple.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.machine.LinkState;
import org.stipple.sim.board.BoardKind;
import org.stipple.sim.world.PassingLink;
import org.stipple.sim.world.SimulatedMachine;

/**
 * The host's whole tick over the real wire protocol allocates nothing once it is warm. Run by the
 * interpreter (see the parent's pom), so that the count is the code's own.
 */
final class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Keeps account of what the simulated world behind the line allocates: that is not the host. */
  private static final class Meter implements PassingLink {
    private final ByteLink world;
    private long bytes;

    Meter(ByteLink world) {
      this.world = world;
    }

    @Override
    public ByteLink link() {
      return world;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      long before = allocated();
      int n = world.read(buffer, offset, length);
      bytes += allocated() - before;
      return n;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
      long before = allocated();
      int n = world.write(buffer, offset, length);
      bytes += allocated() - before;
      return n;
    }

    /** The simulated board lives on in this call, too. */
    @Override
    public int openings() {
      long before = allocated();
      int n = world.openings();
      bytes += allocated() - before;
      return n;
    }

    @Override
    public void discardOutput() {
      long before = allocated();
      world.discardOutput();
      bytes += allocated() - before;
    }
  }

  private final Meter[] meter = new Meter[1];
  private final VirtualSession session =
      new VirtualSession(
          new SimulatedMachine(BoardKind.AVR, 5, 0),
          Machines.avrSettings(),
          Machines.uartProfile(),
          5,
          0,
          0,
          line -> {
            meter[0] = new Meter(line);
            return meter[0];
          });

  private void assertFree(String what, int windows) {
    for (int i = 0; i < windows; i++) {
      long world = meter[0].bytes;
      long before = allocated();
      session.runMs(1000);
      long host = allocated() - before - (meter[0].bytes - world);
      assertThat(host).as(what + ", window " + i).isZero();
    }
  }

  @Test
  void aThousandTicksAllocateNothingDisarmedArmedRunningFaultedOrOnADamagedLine() {
    session.runUntil("ready", () -> session.sample().link == LinkState.READY, 6000);
    warmUp();
    assertFree("disarmed", 3);
    session.arm();
    session.runMs(2000);
    assertFree("armed", 3);
    session.pedal(true);
    session.runMs(2000);
    assertFree("running", 5);
    session.link().corruption(0.0005);
    session.runMs(2000);
    assertFree("running on a damaged line", 10);
    session.link().corruption(0);
    session.machine().wiring().estop(false, session.nowNs());
    session.runMs(2000);
    assertFree("faulted", 3);
  }

  /** Everything that will be measured has run before, as it has before the machine is armed. */
  private void warmUp() {
    session.arm();
    for (int press = 0; press < 4; press++) {
      session.pedal(true);
      session.link().corruption(press % 2 == 0 ? 0.001 : 0);
      session.runMs(1000);
      session.pedal(false);
      session.waitParked();
    }
    session.link().corruption(0);
  }
}
