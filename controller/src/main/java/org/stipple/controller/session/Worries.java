package org.stipple.controller.session;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.stipple.controller.command.HostConcern;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.storage.DiskWatch;

/**
 * Brings what the host is worried about to the tick, which calls somebody. It looks from outside:
 * the keeper may stand in a write that does not end. One thread, which calls {@link #look} several
 * times a second.
 */
public final class Worries {

  /** A write that takes longer is one that the disk may never finish, ns. */
  private static final long WRITE_NS_MAX = 500_000_000;

  private final CommandDesk desk;
  private final Keeper keeper;
  private final LongSupplier monotonicNs;
  private final ClockHealth clock;
  private HostConcern told = HostConcern.NONE;

  /**
   * Nothing is told yet.
   *
   * @param clock whether the time of day can be trusted; looked at here, too
   */
  public Worries(CommandDesk desk, Keeper keeper, LongSupplier monotonicNs, ClockHealth clock) {
    this.desk = desk;
    this.keeper = keeper;
    this.monotonicNs = monotonicNs;
    this.clock = clock;
  }

  /** Tells the tick where something has changed. */
  public void look() {
    clock.look(monotonicNs.getAsLong());
    HostConcern now = concern();
    if (now != told && desk.offer(id -> new OperatorCommand.Worry(id, now))) {
      told = now;
    }
  }

  private HostConcern concern() {
    Optional<DiskWatch.Level> disk = keeper.disk().map(DiskWatch.State::level);
    long writingSinceNs = keeper.writingSinceNs();
    boolean hangs = writingSinceNs != 0 && monotonicNs.getAsLong() - writingSinceNs > WRITE_NS_MAX;
    if (hangs
        || keeper.recordTrouble()
        || disk.filter(DiskWatch.Level.FAILING::equals).isPresent()) {
      return HostConcern.RECORD;
    }
    if (disk.filter(level -> level != DiskWatch.Level.ENOUGH).isPresent()) {
      return HostConcern.DISK_LOW;
    }
    return clock.state().problem().isPresent() ? HostConcern.CLOCK : HostConcern.NONE;
  }
}
