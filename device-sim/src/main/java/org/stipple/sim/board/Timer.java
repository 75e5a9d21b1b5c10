package org.stipple.sim.board;

import org.jspecify.annotations.Nullable;

/** One pending event of the board; a node of {@link TimerQueue}'s list. */
final class Timer {

  /** What {@link Event#fire} answers when the timer is not to run again. */
  static final long DONE = Long.MAX_VALUE;

  /** What happens when a timer is due. */
  interface Event {
    /**
     * Does it.
     *
     * @param tick when the timer was due
     * @return when it is due next, or {@link #DONE}
     */
    long fire(long tick);
  }

  final Event event;

  /** Survives a shutdown; the firmware's own, not one a command started. */
  final boolean system;

  long due;
  boolean pending;
  @Nullable Timer next;

  Timer(Event event, boolean system) {
    this.event = event;
    this.system = system;
  }

  Timer(Event event) {
    this(event, false);
  }
}
