package org.stipple.sim.trial;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.estimate.Contact;
import org.stipple.sim.plant.Plant;
import org.stipple.sim.scenario.VirtualSession;

/** Contacts found from the motor's current, and those found where there were none. */
public final class SenseTrial {

  private static final long SETTLE_MS = 3_000;
  private static final long IDLE_PART_MS = 1_000;

  private SenseTrial() {}

  /**
   * What was seen.
   *
   * @param contacts skin brought to the needle so often
   * @param found of these, told while it was there
   * @param latencyMs of those found, the median from the first touch
   * @param latencyMsP99 99 of 100 were not later
   * @param limitMs the longer of 30 ms and three strokes
   * @param unavailable share of the time in which nothing was claimed
   */
  public record Contacts(
      int contacts,
      int found,
      double latencyMs,
      double latencyMsP99,
      double limitMs,
      double unavailable) {}

  /** Brings skin to a running needle and takes it away, {@code count} times. */
  public static Contacts contacts(Subject subject, double hz, int count, long seed) {
    VirtualSession session = running(subject, hz, seed);
    SplittableRandom random = new SplittableRandom(seed);
    Plant plant = session.plant();
    double[] latencies = new double[count];
    int found = 0;
    long[] ticks = {0, 0};
    for (int i = 0; i < count; i++) {
      session.runMs(random.nextLong(400, 900), () -> watch(session, ticks));
      long before = session.sample().contacts;
      session.machine().wiring().skin(true, session.nowNs());
      long[] touchedNs = {0};
      long[] toldNs = {0};
      session.runMs(
          random.nextLong(150, 400),
          () -> {
            watch(session, ticks);
            if (touchedNs[0] == 0 && plant.inContact()) {
              touchedNs[0] = session.nowNs();
            }
            if (toldNs[0] == 0 && session.sample().contacts > before) {
              toldNs[0] = session.nowNs();
            }
          });
      session.machine().wiring().skin(false, session.nowNs());
      if (toldNs[0] != 0 && touchedNs[0] != 0) {
        latencies[found++] = (toldNs[0] - touchedNs[0]) * 1e-6;
      }
    }
    double[] sorted = Arrays.copyOf(latencies, found);
    Arrays.sort(sorted);
    return new Contacts(
        count,
        found,
        found == 0 ? Double.NaN : sorted[found / 2],
        found == 0 ? Double.NaN : sorted[Math.min(found - 1, (int) (0.99 * found))],
        Math.max(30, 3e3 / hz),
        (double) ticks[1] / ticks[0]);
  }

  private static void watch(VirtualSession session, long[] ticks) {
    ticks[0]++;
    ticks[1] += session.sample().contact == Contact.NOT_AVAILABLE ? 1 : 0;
  }

  /** Contacts told in {@code minutes} of running free. */
  public static long falseContacts(Subject subject, double hz, double minutes, long seed) {
    VirtualSession session = running(subject, hz, seed);
    long before = session.sample().contacts;
    long parts = StrictMath.round(minutes * 60_000 / IDLE_PART_MS);
    for (long i = 0; i < parts; i++) {
      session.runMs(IDLE_PART_MS);
    }
    return session.sample().contacts - before;
  }

  private static VirtualSession running(Subject subject, double hz, long seed) {
    VirtualSession session = subject.armed(seed);
    session.expectDone(new OperatorCommand.SetFrequency(session.newId(), hz));
    session.pedal(true);
    session.runMs(SETTLE_MS);
    return session;
  }
}
