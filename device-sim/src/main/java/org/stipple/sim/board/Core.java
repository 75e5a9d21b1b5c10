package org.stipple.sim.board;

import org.jspecify.annotations.Nullable;

/** What every object of a running board needs: timers, pins, the way out, the shutdown state. */
final class Core {

  /** How far behind a running timer may fall, in seconds: a millisecond. */
  private static final int LATE_PARTS_OF_SECOND = 1000;

  /** No chip here can run a timer more often than every microsecond. */
  private static final int FASTEST_PARTS_OF_SECOND = 1_000_000;

  final BoardKind kind;
  final TimerQueue timers;
  final MoveQueue moves = new MoveQueue();
  final EventLog log;
  private final BoardClock clock;
  private final BoardPins pins;
  private final Outbox outbox;
  private @Nullable Reason shutdownReason;

  /** A broken board: no output expires. */
  boolean guardless;

  Core(BoardKind kind, BoardClock clock, BoardPins pins, Outbox outbox, EventLog log) {
    this.kind = kind;
    this.clock = clock;
    this.pins = pins;
    this.outbox = outbox;
    this.log = log;
    this.timers = new TimerQueue(clock.startTick());
  }

  /** The outbox at the time of that tick. */
  Outbox out(long tick) {
    outbox.at(clock.nsAt(tick));
    return outbox;
  }

  long nsAt(long tick) {
    return clock.nsAt(tick);
  }

  @Nullable Reason shutdownReason() {
    return shutdownReason;
  }

  boolean isShutdown() {
    return shutdownReason != null;
  }

  void shutdown(Reason reason) {
    shutdownReason = reason;
  }

  void clearShutdown() {
    shutdownReason = null;
  }

  long lateTicks() {
    return kind.clockHz() / LATE_PARTS_OF_SECOND;
  }

  /** Refuses periods no chip could keep, which would otherwise stop the world's time. */
  void checkPeriod(long ticks) {
    if (ticks < kind.clockHz() / FASTEST_PARTS_OF_SECOND) {
      throw new BoardFault(Reason.RESCHEDULED_IN_PAST);
    }
  }

  boolean level(int pin, long tick) {
    return pins.level(pin, clock.nsAt(tick));
  }

  /** One conversion, 0 to ADC_MAX. */
  int convert(int pin, long tick) {
    double fraction = pins.analogFraction(pin, clock.nsAt(tick));
    return (int) Math.min(kind.adcMax(), Math.max(0, Math.round(fraction * kind.adcMax())));
  }

  void step(int pin, long tick) {
    pins.step(pin, clock.nsAt(tick));
  }

  /** Makes a pin an input; {@code pull} as it came in one byte. */
  int input(int pin, int pull, long tick) {
    int direction = Integer.signum((byte) pull);
    if (!kind.pins().isPin(pin) || (direction < 0 && !kind.pins().hasPullDown())) {
      throw new BoardFault(Reason.NOT_INPUT_PIN);
    }
    pins.input(pin, direction, clock.nsAt(tick));
    return pin;
  }

  int analogInput(int pin) {
    if (!kind.pins().isAnalog(pin)) {
      throw new BoardFault(Reason.NOT_ADC_PIN);
    }
    return pin;
  }

  int output(int pin) {
    if (!kind.pins().isPin(pin)) {
      throw new BoardFault(Reason.NOT_OUTPUT_PIN);
    }
    return pin;
  }

  int pwmOutput(int pin) {
    if (!kind.pins().isPwm(pin)) {
      throw new BoardFault(Reason.NOT_PWM_PIN);
    }
    return pin;
  }

  void drive(int pin, boolean level, long tick) {
    pins.digitalOut(pin, level, clock.nsAt(tick));
  }

  void logDigital(int pin, boolean level, long tick) {
    log.add(clock.nsAt(tick), BoardEvent.What.DIGITAL, pin, level ? 1 : 0, kind.pinName(pin));
  }

  /** Sets a PWM; a chip with 8 bits keeps 8 of the value's. */
  void drivePwm(int pin, int value, long tick) {
    pins.pwm(pin, fraction(value), clock.nsAt(tick));
  }

  double fraction(int value) {
    int kept = kind.pwmMax() <= 255 ? value & 0xFF : value;
    return Math.min(1.0, (double) kept / kind.pwmMax());
  }

  void logPwm(int pin, int value, long tick) {
    log.add(clock.nsAt(tick), BoardEvent.What.PWM, pin, fraction(value), kind.pinName(pin));
  }

  void log(BoardEvent.What what, double value, String text, long tick) {
    log.add(clock.nsAt(tick), what, -1, value, text);
  }
}
