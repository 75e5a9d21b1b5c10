package org.stipple.sim.rig;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on the pins outside: charge pump, motor with tachometer, footswitch, e-stop, current.
 *
 * <p>A thread of its own looks at heartbeat and duty some thousand times a second and puts the
 * tachometer's level; the physics is only as good as the controller needs to believe it. Lines as
 * in {@code gpio.toml}. Any thread may ask and {@link #act}.
 */
final class Wiring implements AutoCloseable {

  private static final int PEDAL_NO = 0;
  private static final int PEDAL_NC = 1;
  private static final int ESTOP = 2;
  private static final int TACH = 3;
  private static final int ENABLE = 4;
  private static final int HEARTBEAT = 5;

  /** The charge pump holds so long; the settings promise 50 ms at most. */
  private static final long HOLD_NS = 40_000_000;

  /** A look that comes later may have missed a toggle: a tick is a millisecond. */
  static final long BLURRED_NS = 900_000;

  private static final double VOLTS = 15;
  private static final double OFFSET_VOLTS = 1.17;
  private static final double VOLTS_PER_HZ = 0.0732;
  private static final double LAG_S = 0.03;
  private static final double BRAKE_S = 0.015;
  private static final double STEP_S_MAX = 0.002;
  private static final double RUNNING_MILLIAMPS = 95;
  private static final int PULSES_PER_STROKE = 4;
  private static final long LOOK_NS = 100_000;

  /** Something to be done between two looks. */
  interface Act {
    /** Moves contacts. */
    void on(Wiring wiring) throws IOException;
  }

  private final OutsidePins pins;
  private final Ina219 current;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Act> acts = new ConcurrentLinkedQueue<>();

  private volatile boolean closing;
  private volatile @Nullable IOException failure;
  private final AtomicLong toggles = new AtomicLong();
  private volatile long toggledNs;
  private volatile long lookedNs;
  private volatile long widestNs;
  private volatile double duty;
  private volatile long dutyNs;
  private volatile boolean enabled;
  private final AtomicLong acted = new AtomicLong();

  private boolean beat;
  private boolean beatSeen;
  private double hz;
  private double turns;
  private boolean tach;

  private Wiring(OutsidePins pins, Ina219 current) throws IOException {
    this.pins = pins;
    this.current = current;
    pedal(false);
    estop(false);
    pins.put(TACH, false);
    pins.put(ENABLE, false);
    pins.put(6, true);
    pins.put(7, true);
    beat = pins.level(HEARTBEAT);
    thread = new Thread(this::run, "rig-wiring");
  }

  /** At rest: pedal up, e-stop closed. */
  static Wiring of(OutsidePins pins, Ina219 current) throws IOException {
    Wiring wiring = new Wiring(pins, current);
    wiring.thread.start();
    return wiring;
  }

  /** Contacts are closed to ground. */
  void pedal(boolean pressed) throws IOException {
    pedalNo(pressed);
    pedalNc(pressed);
  }

  /** The contact that closes when pressed. */
  void pedalNo(boolean pressed) throws IOException {
    pins.put(PEDAL_NO, !pressed);
  }

  /** The contact that opens when pressed. */
  void pedalNc(boolean pressed) throws IOException {
    pins.put(PEDAL_NC, pressed);
  }

  void estop(boolean open) throws IOException {
    pins.put(ESTOP, open);
  }

  private void run() {
    long beforeNs = System.nanoTime();
    try {
      while (!closing) {
        for (Act act = acts.poll(); act != null; act = acts.poll()) {
          act.on(this);
          acted.incrementAndGet();
        }
        look();
        long nowNs = System.nanoTime();
        turn(Math.min(STEP_S_MAX, (nowNs - beforeNs) / 1e9));
        beforeNs = nowNs;
        LockSupport.parkNanos(LOOK_NS);
      }
    } catch (IOException e) {
      failure = closing ? null : e;
    }
  }

  private void look() throws IOException {
    boolean now = pins.level(HEARTBEAT);
    long nowNs = System.nanoTime();
    widestNs = Math.max(widestNs, nowNs - lookedNs);
    lookedNs = nowNs;
    if (now != beat) {
      beat = now;
      toggledNs = nowNs;
      beatSeen = true;
      toggles.incrementAndGet();
    }
    duty = pins.duty(0);
    if (duty > 0) {
      dutyNs = nowNs;
    }
    boolean enable = beatSeen && nowNs - toggledNs < HOLD_NS;
    if (enable != enabled) {
      enabled = enable;
      pins.put(ENABLE, enable);
    }
  }

  private void turn(double seconds) throws IOException {
    double volts = enabled ? duty * VOLTS : 0;
    double target = Math.max(0, (volts - OFFSET_VOLTS) / VOLTS_PER_HZ);
    hz += (target - hz) * Math.min(1, seconds / (volts > 0 ? LAG_S : BRAKE_S));
    hz = hz < 1 && volts == 0 ? 0 : hz;
    current.milliamps(volts > 0 ? RUNNING_MILLIAMPS : 0);
    turns += hz * seconds;
    boolean level = ((long) (turns * 2 * PULSES_PER_STROKE) & 1) == 1;
    if (level != tach) {
      tach = level;
      pins.put(TACH, level);
    }
  }

  /** Has something done right after a look, and waits for it; toggles count from there on. */
  void act(Act act) throws IOException, InterruptedException {
    long done = acted.get();
    acts.add(counted -> {
      toggles.set(0);
      widestNs = 0;
      act.on(counted);
    });
    while (acted.get() == done) {
      check();
      Thread.sleep(0, 200_000);
    }
  }

  private void check() throws IOException {
    IOException why = failure;
    if (why != null) {
      throw why;
    }
  }

  /** Waits for some of it to be so; false when it is not in time. */
  boolean await(BooleanSupplier what, long limitMs) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + limitMs * 1_000_000;
    while (!what.getAsBoolean()) {
      check();
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      Thread.sleep(1);
    }
    return true;
  }

  /** The heartbeat runs and the motor has a duty. */
  boolean runs() {
    return toggles.get() >= 4 && duty > 0 && System.nanoTime() - toggledNs < 10_000_000;
  }

  /** No toggle for so long, and no duty. */
  boolean rests(long ms) {
    long nowNs = System.nanoTime();
    return lookedNs - toggledNs > ms * 1_000_000
        && lookedNs - dutyNs > ms * 1_000_000
        && nowNs - lookedNs < 50_000_000;
  }

  /** No toggle for so long, whatever the duty: the charge pump has fallen. */
  boolean silent(long ms) {
    return lookedNs - toggledNs > ms * 1_000_000;
  }

  /** Toggles since the last {@link #act}. */
  long toggles() {
    return toggles.get();
  }

  /** The duty went on beyond the heartbeat by more, ns; 0 = not at all. */
  long dutyBeyondNs() {
    return Math.max(0, dutyNs - toggledNs);
  }

  /** Longest time between two looks since the last {@link #act}, ns. */
  long widestNs() {
    return widestNs;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
