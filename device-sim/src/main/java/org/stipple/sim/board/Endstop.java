package org.stipple.sim.board;

import org.jspecify.annotations.Nullable;

/** An input whose level can be asked for, and which fires a trigger when it is reached. */
final class Endstop implements BoardObject, Timer.Event {

  /**
   * What to look for.
   *
   * @param sampleTicks between the looks that confirm a hit
   * @param sampleCount looks that must agree; 0 stops
   * @param restTicks between the looks before a hit
   * @param level the level that is a hit
   * @param reason what the trigger is told
   */
  record Search(long sampleTicks, int sampleCount, long restTicks, boolean level, int reason) {}

  private final Core core;
  private final int oid;
  private final int pin;
  private final Timer timer = new Timer(this);
  private @Nullable TriggerSync trigger;
  private Search search = new Search(0, 0, 0, false, 0);
  private boolean homing;
  private int agreed;
  private long nextTick;

  Endstop(Core core, int oid, int pin) {
    this.core = core;
    this.oid = oid;
    this.pin = pin;
  }

  void stop() {
    core.timers.stop(timer);
    homing = false;
    trigger = null;
  }

  void home(int clock, Search newSearch, TriggerSync newTrigger) {
    core.timers.stop(timer);
    core.checkPeriod(newSearch.restTicks());
    search = newSearch;
    trigger = newTrigger;
    agreed = 0;
    homing = true;
    nextTick = core.timers.extend(clock);
    core.timers.start(timer, nextTick);
  }

  @Override
  public long fire(long tick) {
    if (core.level(pin, tick) != search.level()) {
      nextTick = agreed == 0 ? tick + search.restTicks() : nextTick;
      agreed = 0;
      return Math.max(nextTick, tick + 1);
    }
    if (agreed == 0) {
      nextTick = tick + search.restTicks();
    }
    agreed++;
    if (agreed < search.sampleCount()) {
      return tick + search.sampleTicks();
    }
    if (trigger != null) {
      trigger.trigger(search.reason(), tick);
    }
    return Timer.DONE;
  }

  void report() {
    long tick = core.timers.now();
    core.out(tick)
        .begin(Response.ENDSTOP_STATE)
        .put(oid)
        .put(homing ? 1 : 0)
        .put((int) nextTick)
        .put(core.level(pin, tick) ? 1 : 0)
        .send();
  }

  /** Its timer is gone; it does not look again until told to. */
  @Override
  public void shutdown(long tick) {
    homing = false;
    trigger = null;
  }
}
