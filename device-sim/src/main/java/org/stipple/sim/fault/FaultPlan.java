package org.stipple.sim.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The faults of one session, in the order in which they begin; they may overlap. */
public record FaultPlan(List<PlannedFault> faults) {

  private static final int MOST = 6;
  private static final long APART_MS = 200;

  /** Keeps its own list. */
  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /** A plan without faults. */
  public static FaultPlan none() {
    return new FaultPlan(List.of());
  }

  /**
   * Draws one to six faults that begin within a time.
   *
   * @param fromMs earliest beginning, virtual ms
   * @param toMs latest beginning
   */
  public static FaultPlan draw(SplittableRandom random, long fromMs, long toMs) {
    List<PlannedFault> faults = new ArrayList<>();
    FaultKind[] kinds = FaultKind.values();
    int count = 1 + random.nextInt(MOST);
    for (int i = 0; i < count; i++) {
      FaultKind kind = kinds[random.nextInt(kinds.length)];
      double size =
          kind.high() > kind.low() ? random.nextDouble(kind.low(), kind.high()) : kind.low();
      // Short ones are as interesting as long ones: the logarithm is even.
      double share = random.nextDouble();
      int lastsMs =
          (int)
              StrictMath.round(
                  kind.shortestMs()
                      * StrictMath.pow((double) kind.longestMs() / kind.shortestMs(), share));
      faults.add(new PlannedFault(kind, random.nextLong(fromMs, toMs), lastsMs, size));
    }
    faults.sort(Comparator.comparingLong(PlannedFault::atMs));
    return new FaultPlan(apart(faults));
  }

  /** Two faults of one cause do not overlap: the end of the first would end both. */
  private static List<PlannedFault> apart(List<PlannedFault> sorted) {
    List<PlannedFault> kept = new ArrayList<>();
    for (PlannedFault fault : sorted) {
      boolean free =
          kept.stream()
              .noneMatch(other ->
                  other.kind().cause().equals(fault.kind().cause())
                      && fault.atMs() <= other.endMs() + APART_MS);
      if (free) {
        kept.add(fault);
      }
    }
    return kept;
  }

  /** Whether a fault of one of those kinds is active, or was within the last {@code afterMs}. */
  public boolean active(long nowMs, long afterMs, FaultKind... kinds) {
    for (PlannedFault fault : faults) {
      if (nowMs >= fault.atMs() && nowMs - fault.endMs() <= afterMs) {
        for (FaultKind kind : kinds) {
          if (fault.kind() == kind) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** One sentence a fault. */
  @Override
  public String toString() {
    return faults.stream().map(PlannedFault::sentence).collect(Collectors.joining("; "));
  }
}
