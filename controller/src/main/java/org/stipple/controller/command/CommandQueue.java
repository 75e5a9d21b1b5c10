package org.stipple.controller.command;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Commands on their way to the tick. Bounded: when {@link #CAPACITY} wait, a further one is refused
 * and the sender told; STOP has a place of its own and always gets in.
 *
 * <p>{@link #offer} from any thread (a cold one), {@link #poll} from the loop thread only, which
 * takes no lock and allocates nothing.
 */
public final class CommandQueue implements CommandSource {

  /** Commands that may wait; a power of two. */
  public static final int CAPACITY = 64;

  private final AtomicReferenceArray<@Nullable OperatorCommand> slots =
      new AtomicReferenceArray<>(CAPACITY);
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  private final AtomicReferenceArray<OperatorCommand.@Nullable Stop> stop =
      new AtomicReferenceArray<>(1);

  /**
   * Puts a command in the queue.
   *
   * @return false when it is full; a STOP always gets in (a newer one replaces an untaken one)
   */
  public boolean offer(OperatorCommand command) {
    if (command instanceof OperatorCommand.Stop s) {
      stop.set(0, s);
      return true;
    }
    while (true) {
      long place = claimed.get();
      if (place - taken.get() >= CAPACITY) {
        return false;
      }
      if (claimed.compareAndSet(place, place + 1)) {
        slots.set((int) (place & (CAPACITY - 1)), command);
        return true;
      }
    }
  }

  /** The next command, STOP first; null when none waits. */
  @Override
  public @Nullable OperatorCommand poll() {
    OperatorCommand.Stop urgent = stop.get(0);
    if (urgent != null) {
      stop.compareAndSet(0, urgent, null);
      return urgent;
    }
    long place = taken.get();
    int slot = (int) (place & (CAPACITY - 1));
    OperatorCommand next = slots.get(slot);
    if (next != null) {
      slots.set(slot, null);
      taken.lazySet(place + 1);
    }
    return next;
  }
}
