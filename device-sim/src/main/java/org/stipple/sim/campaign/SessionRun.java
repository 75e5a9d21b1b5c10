package org.stipple.sim.campaign;

import java.util.List;
import java.util.SplittableRandom;
import org.stipple.controller.io.ByteLink;
import org.stipple.sim.fault.FaultPlan;
import org.stipple.sim.scenario.VirtualSession;
import org.stipple.sim.trial.Subject;

/**
 * One random session with its faults, played and judged.
 *
 * @param seed draws everything
 * @param subject name of the machine
 * @param plan what went wrong
 * @param violations hazards that were not held back
 * @param virtualSeconds how long it was
 * @param onSeconds of these with the drive on
 * @param strokes of the plant
 * @param hash of all that plant and pins did
 */
record SessionRun(
    long seed,
    String subject,
    FaultPlan plan,
    List<Violation> violations,
    double virtualSeconds,
    double onSeconds,
    long strokes,
    long hash) {

  private static final double SHORTEST_S = 60;

  /** So long the drive must have been on. */
  static final double ON_S = 20;

  /** A session whose faults keep it from twenty seconds of work ends here. */
  private static final double LONGEST_S = 150;

  /** Plays the session of that seed on one of those machines. */
  static SessionRun play(long seed, List<Subject> subjects) {
    return play(seed, subjects, new Bystander() {});
  }

  /** Who is there while a session is played, and must not change it. */
  interface Bystander {
    /** Puts itself between host and board. */
    default ByteLink tap(ByteLink link) {
      return link;
    }

    /** The machine is powered. */
    default void begin(VirtualSession session) {}

    /** A ms went by. */
    default void look(VirtualSession session) {}
  }

  /** The same before somebody's eyes. */
  static SessionRun play(long seed, List<Subject> subjects, Bystander bystander) {
    SplittableRandom random = new SplittableRandom(seed);
    Subject subject = subjects.get(random.nextInt(subjects.size()));
    FaultPlan plan = FaultPlan.draw(random, 2_000, 55_000);
    VirtualSession session = subject.powered(random.nextLong(), bystander::tap);
    bystander.begin(session);
    Practice practice = new Practice(session, random.split(), 0.8 * subject.reachHz());
    FaultHand hand = new FaultHand(session, plan);
    Judge judge =
        new Judge(
            session,
            practice,
            plan,
            subject.profile().timing().leadMs(),
            subject.name().equals(Subject.reference().name()));
    while (goesOn(session, judge)) {
      session.runMs(1);
      judge.look();
      practice.act();
      hand.act();
      bystander.look(session);
    }
    return new SessionRun(
        seed,
        subject.name(),
        plan,
        List.copyOf(judge.violations()),
        session.nowNs() / 1e9,
        judge.onSeconds(),
        session.plant().strokes(),
        judge.hash());
  }

  private static boolean goesOn(VirtualSession session, Judge judge) {
    double now = session.nowNs() / 1e9;
    return now < SHORTEST_S || (judge.onSeconds() < ON_S && now < LONGEST_S);
  }

  /** For people, with the seed that plays it again. */
  String sentence() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append(", ").append(subject).append(": ").append(plan);
    violations.forEach(violation -> text.append("\n  ").append(violation.sentence()));
    return text.toString();
  }
}
