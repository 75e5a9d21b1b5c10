package org.stipple.sim.board;

/** Sums of conversions at a fixed pace, with a range that trips the board. */
final class AnalogIn implements BoardObject, Timer.Event {

  /**
   * One query.
   *
   * @param sampleTicks between the conversions of one sum
   * @param sampleCount conversions of one sum; 0 stops
   * @param restTicks between the sums
   * @param valuesPerReport sums in one report
   * @param min lowest sum that is in range
   * @param max highest sum that is in range
   * @param rangeCheckCount sums out of range in a row that trip
   */
  record Query(
      long sampleTicks,
      int sampleCount,
      long restTicks,
      int valuesPerReport,
      int min,
      int max,
      int rangeCheckCount) {}

  private static final int MOST_BYTES = 48;
  private static final Query STOPPED = new Query(0, 0, 0, 1, 0, 0xFFFF, 0);

  private final Core core;
  private final int oid;
  private final int pin;
  private final Timer timer = new Timer(this);
  private final byte[] values = new byte[MOST_BYTES];
  private Query query = STOPPED;
  private int sum;
  private int conversions;
  private int outOfRange;
  private int reported;
  private long beginTick;

  AnalogIn(Core core, int oid, int pin) {
    this.core = core;
    this.oid = oid;
    this.pin = pin;
  }

  /** How many values of two bytes a report of that many bytes holds. */
  static int valuesIn(int bytesPerReport) {
    if (bytesPerReport < 2 || bytesPerReport > MOST_BYTES) {
      throw new BoardFault(Reason.ADC_REPORT_SIZE);
    }
    return bytesPerReport / 2;
  }

  void query(int clock, Query newQuery) {
    core.timers.stop(timer);
    query = newQuery;
    sum = 0;
    conversions = 0;
    outOfRange = 0;
    reported = 0;
    if (query.sampleCount() == 0) {
      return;
    }
    core.checkPeriod(query.restTicks());
    beginTick = core.timers.extend(clock);
    core.timers.start(timer, beginTick);
  }

  @Override
  public long fire(long tick) {
    sum += core.convert(pin, tick);
    conversions++;
    if (conversions < query.sampleCount()) {
      return tick + query.sampleTicks();
    }
    int value = sum & 0xFFFF;
    sum = 0;
    conversions = 0;
    beginTick += query.restTicks();
    if (beginTick < tick - core.lateTicks()) {
      throw new BoardFault(Reason.RESCHEDULED_IN_PAST);
    }
    checkRange(value);
    add(value, tick);
    return Math.max(beginTick, tick);
  }

  private void checkRange(int value) {
    if (value >= query.min() && value <= query.max()) {
      outOfRange = 0;
      return;
    }
    outOfRange++;
    if (outOfRange >= query.rangeCheckCount() && !core.isShutdown()) {
      throw new BoardFault(Reason.ADC_OUT_OF_RANGE);
    }
  }

  private void add(int value, long tick) {
    if (core.kind.oldAnalogForm()) {
      core.out(tick)
          .begin(Response.ANALOG_IN_STATE_OLD)
          .put(oid)
          .put((int) beginTick)
          .put(value)
          .send();
      return;
    }
    values[2 * reported] = (byte) value;
    values[2 * reported + 1] = (byte) (value >> 8);
    reported++;
    if (reported == query.valuesPerReport()) {
      core.out(tick)
          .begin(Response.ANALOG_IN_STATE)
          .put(oid)
          .put((int) beginTick)
          .put(values, 0, 2 * reported)
          .send();
      reported = 0;
    }
  }

  /** Analog inputs go on by themselves, in the shutdown too. */
  @Override
  public void shutdown(long tick) {
    if (query.sampleCount() == 0) {
      return;
    }
    sum = 0;
    conversions = 0;
    outOfRange = 0;
    reported = 0;
    while (beginTick <= tick) {
      beginTick += query.restTicks();
    }
    core.timers.start(timer, beginTick);
  }
}
