package org.stipple.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.Machine;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.safety.Fault;

final class LoopRunnerTest {

  /** A clock and machine in one: each tick takes what the test says, in virtual time. */
  private static final class World implements LoopClock, Machine {
    private long nowNs;
    private int ticks;
    private int lastTick = 100;
    private int slowTick = -1;
    private long slowNs;
    private int failFrom = Integer.MAX_VALUE;
    private int failTo = Integer.MAX_VALUE;
    private int safeWrites;
    private LoopRunner runner;

    private final LoopTimes times = LoopTimes.withoutStages();
    private final SampleRing ring = new SampleRing();

    World() {
      runner =
          new LoopRunner(
              new ControlLoop(
                  this, Equipment.all(), Profile.reference(), new CommandQueue(), ring, times),
              this,
              times);
    }

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public void sleepUntilNs(long deadlineNs) {
      nowNs = Math.max(nowNs, deadlineNs);
    }

    @Override
    public void read(long now, Reports reports) {
      reports.beginTick();
      ticks++;
      nowNs += ticks == slowTick ? slowNs : 100_000;
      if (ticks >= lastTick) {
        runner.stop();
      }
      if (ticks >= failFrom && ticks < failTo) {
        throw new IllegalStateException("a check failed");
      }
    }

    @Override
    public void write(Drive drive, long now) {
      if (!drive.run && drive.dutyFraction == 0 && !drive.supply) {
        safeWrites++;
      }
    }

    Histogram lateness() {
      Histogram total = LoopTimes.histogram();
      times.drainInto(Span.LATENESS, total, LoopTimes.histogram());
      return total;
    }

    Sample last() {
      Sample sample = new Sample();
      while (ring.read(sample)) {}
      return sample;
    }
  }

  @Test
  void aLateTickSkipsWholePeriodsAndNeverBursts() {
    World world = new World();
    world.slowTick = 50;
    world.slowNs = 7_300_000;
    world.runner.run();
    assertThat(world.ticks).isEqualTo(100);
    assertThat(world.last().overruns).isEqualTo(6);
    Histogram lateness = world.lateness();
    assertThat(lateness.getTotalCount()).isEqualTo(106);
    assertThat(lateness.valuesAreEquivalent(lateness.getMaxValue(), 6_300_000)).isTrue();
    assertThat(lateness.getCountBetweenValues(250_000, 6_400_000)).isEqualTo(7);
  }

  @Test
  void ticksOnTimeAreTenMillisecondsForTenOfThem() {
    World world = new World();
    world.lastTick = 10;
    world.runner.run();
    assertThat(world.nowNs).isEqualTo(10_100_000L);
    assertThat(world.lateness().getMaxValue()).isZero();
    assertThat(world.last().workNs).isEqualTo(100_000);
  }

  @Test
  void aProgrammersErrorIsCaughtOnceTripsAndLatches() {
    World world = new World();
    world.failFrom = 20;
    world.failTo = 21;
    world.runner.run();
    assertThat(world.ticks).isEqualTo(100);
    assertThat(world.runner.failure()).isInstanceOf(IllegalStateException.class);
    assertThat(world.last().fault).isEqualTo(Fault.HOST_ERROR);
  }

  @Test
  void aSecondErrorEndsTheLoopWithTheDriveSafe() {
    World world = new World();
    world.failFrom = 20;
    world.runner.run();
    assertThat(world.ticks).isEqualTo(21);
    assertThat(world.safeWrites).isEqualTo(19 + 2);
  }
}
