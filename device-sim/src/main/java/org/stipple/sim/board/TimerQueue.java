package org.stipple.sim.board;

/**
 * The board's timers in the order they are due; equal ones run in the order they were added. A
 * sorted list, since the busiest timers (pin polling) are nearly always inserted near its head.
 */
final class TimerQueue {

  private final Timer end = new Timer(tick -> Timer.DONE, true);
  private Timer head = end;
  private long now;
  private long fired;

  TimerQueue(long startTick) {
    end.due = Timer.DONE;
    now = startTick;
  }

  /** The tick at which the board is: of the running timer, or of the last {@link #runUntil}. */
  long now() {
    return now;
  }

  /** Timers run since the start. */
  long fired() {
    return fired;
  }

  /** The 64-bit tick a 32-bit clock on the wire means: the nearest to now. */
  long extend(int clock) {
    return now + (clock - (int) now);
  }

  /**
   * Starts a timer, or moves it.
   *
   * @throws BoardFault when the time has passed
   */
  void start(Timer timer, long due) {
    stop(timer);
    if (due < now) {
      throw new BoardFault(Reason.TIMER_TOO_CLOSE);
    }
    insert(timer, due);
  }

  void stop(Timer timer) {
    if (!timer.pending) {
      return;
    }
    timer.pending = false;
    if (head == timer) {
      head = after(timer);
      return;
    }
    Timer at = head;
    while (after(at) != timer) {
      at = after(at);
    }
    at.next = timer.next;
  }

  /** Drops every timer but the system's. */
  void stopUserTimers() {
    Timer at = head;
    head = end;
    while (at != end) {
      Timer following = after(at);
      at.pending = false;
      if (at.system) {
        insert(at, at.due);
      }
      at = following;
    }
  }

  /** Drops all timers: the board is being reset. */
  void clear() {
    head = end;
  }

  /**
   * Runs what is due up to and at {@code tick}.
   *
   * @throws BoardFault of a timer; the rest waits for the next call
   */
  void runUntil(long tick) {
    while (head.due <= tick) {
      Timer timer = head;
      head = after(timer);
      timer.pending = false;
      now = timer.due;
      fired++;
      long next = timer.event.fire(timer.due);
      if (next != Timer.DONE) {
        insert(timer, next);
      }
    }
    now = Math.max(now, tick);
  }

  private void insert(Timer timer, long due) {
    timer.due = due;
    timer.pending = true;
    if (due < head.due) {
      timer.next = head;
      head = timer;
      return;
    }
    Timer at = head;
    Timer following = after(at);
    while (following.due <= due) {
      at = following;
      following = after(at);
    }
    timer.next = following;
    at.next = timer;
  }

  private Timer after(Timer timer) {
    Timer following = timer.next;
    return following == null ? end : following;
  }
}
