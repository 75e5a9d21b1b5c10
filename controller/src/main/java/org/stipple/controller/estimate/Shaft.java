package org.stipple.controller.estimate;

import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.PulseReports;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Needle;

/**
 * The needle shaft from its two pulse counters: position, angle, strokes, frequency.
 *
 * <p>Positions are in tachometer edges. Each index pulse says anew where needle-up is, so edges
 * lost or doubled do not add up; an index pulse counts as a turn only where the tachometer advanced
 * by clearly more than half a turn, so that a shaft trembling at the index's edge adds none. A
 * stroke is counted at the first edge beyond half a turn from needle-up.
 */
final class Shaft {

  /** Index pulses that may wait for the tachometer's report of the same time. */
  private static final int PENDING = 64;

  /** The index window's width until it has been measured: 20 degrees of a turn. */
  private static final double INDEX_WIDTH_TURNS = 20.0 / 360;

  /** Turns without an index after which the tachometer counts alone. */
  private static final double BLIND_TURNS = 3;

  /** A shaft that nobody drives for this long is being braked for certain, ns. */
  private static final long COASTING_NS = 8_000_000;

  /** Farthest the angle is carried on beyond the last edge, turns. */
  private static final double MOST_AHEAD = 0.5;

  /** A braked shaft slower than this may be about to turn round, Hz. */
  private static final double SURE_HZ = 12;

  private final boolean indexFitted;
  private final double turn;
  private final double stallSeconds;
  private final EdgeHistory history;

  private boolean begun;
  private long startPosition;
  private long edgeCount;
  private long position;
  private long travel;
  private long edgeTicks;
  private long sampleTicks;
  private double edgesPerTick;
  private final CoastingDirection coasting;
  private long undrivenSinceNs;
  private boolean driven;

  /** At rest since it was last driven: edges from now on are trembling, not travel. */
  private boolean rested;

  private boolean indexBegun;
  private long indexCount;
  private final long[] pendingTicks = new long[PENDING];
  private final long[] pendingCount = new long[PENDING];
  private int pendingFirst;
  private int pending;
  private long indexSeen;
  private double risePosition = Double.NaN;
  private double widthEdges;

  private final TachCheck check = new TachCheck();
  private boolean phaseKnown;
  private boolean angleSure;
  private double up;
  private double travelAtUp;
  private long strokesAtUp;
  private long strokes;
  private long strokeTicks;
  private long periodTicks;
  private long edgesHeard;
  private long heardNs;
  private double frequencyHz;
  private double momentaryHz;
  private boolean standstill;
  private long stillNs;
  private long windowNs;
  private long ageNs;

  Shaft(Needle needle, Equipment equipment) {
    indexFitted = equipment.index();
    turn = 2.0 * needle.pulsesPerStroke();
    // At 5 Hz, the lowest frequency there is, one and a half edges.
    stallSeconds = Math.max(0.040, 1.5 / (5 * turn));
    history = new EdgeHistory(turn);
    widthEdges = INDEX_WIDTH_TURNS * turn;
    coasting = new CoastingDirection(turn / 2);
  }

  /** The counters began anew: totals stay, the angle is unknown. */
  void beginLife() {
    begun = false;
    indexBegun = false;
    pending = 0;
    phaseKnown = false;
    angleSure = false;
    rested = false;
    standstill = false;
    stillNs = 0;
    frequencyHz = 0;
    momentaryHz = 0;
    strokeTicks = 0;
    periodTicks = 0;
    coasting.drive();
    risePosition = Double.NaN;
    history.clear();
  }

  void update(long nowNs, Reports reports, boolean isDriven) {
    if (!isDriven) {
      angleSure &= check.wrongTurns() == 0;
      check.clear();
    }
    if (isDriven || driven) {
      undrivenSinceNs = nowNs;
      coasting.drive();
      rested = false;
    }
    driven = isDriven;
    takeTach(nowNs, reports);
    if (begun) {
      takeIndex(reports.index);
      settleIndex();
      judgeMotion(reports.ticksPerSecond, reports.boardTicks);
      countStrokes();
    }
  }

  private void takeTach(long nowNs, Reports reports) {
    PulseReports tach = reports.tach;
    for (int i = 0; i < tach.size(); i++) {
      long count = tach.edgeCount(i);
      long sampledBefore = sampleTicks;
      sampleTicks = tach.sampleTicks(i);
      if (!begun) {
        begun = true;
        edgeCount = count;
        position = count;
        startPosition = count;
        edgeTicks = sampleTicks;
        up = count;
        travelAtUp = travel;
        strokesAtUp = strokes;
      } else if (count > edgeCount) {
        long more = count - edgeCount;
        if (history.isEmpty()) {
          // Where it rested until the last look, so that an index soon after finds its place.
          history.add(position, edgeCount, sampledBefore);
        }
        double rate = (double) more / Math.max(1, tach.edgeTicks(i) - edgeTicks);
        position += signed(nowNs, more, rate * reports.ticksPerSecond);
        travel += rested ? 0 : more;
        edgeCount = count;
        edgeTicks = tach.edgeTicks(i);
        edgesPerTick = rate;
        edgesHeard += more;
        heardNs = nowNs;
        history.add(position, count, edgeTicks);
      }
    }
  }

  private long signed(long nowNs, long more, double rate) {
    if (rested) {
      angleSure = false;
      return 0;
    }
    if (!phaseKnown || driven || nowNs - undrivenSinceNs <= COASTING_NS) {
      return more;
    }
    double turns = (position - up) / turn;
    double phase = position - up - turn * StrictMath.floor(turns);
    boolean back = coasting.direction() < 0;
    // Some edges beyond needle-down it may still be before it; farther it has passed.
    angleSure &= rate > SURE_HZ * turn || phase > 0.625 * turn;
    return coasting.edges(more, rate, back && phase > turn / 2 ? phase - turn : phase);
  }

  private void takeIndex(PulseReports index) {
    for (int i = 0; i < index.size(); i++) {
      long count = index.edgeCount(i);
      if (!indexBegun) {
        indexBegun = true;
        indexCount = count;
        indexSeen = count;
        if ((count & 1) == 1) {
          phaseKnown = true;
          angleSure = true;
          up = position + 0.5;
          travelAtUp = travel + 0.5;
          strokesAtUp = strokes;
        }
      } else if (count > indexCount) {
        if (pending == PENDING) {
          pendingFirst = (pendingFirst + 1) % PENDING;
          pending--;
        }
        int slot = (pendingFirst + pending) % PENDING;
        pendingTicks[slot] = index.edgeTicks(i);
        pendingCount[slot] = count;
        pending++;
        indexCount = count;
      }
    }
  }

  /** An index edge is placed once the tachometer has reported from beyond its time. */
  private void settleIndex() {
    while (pending > 0 && sampleTicks >= pendingTicks[pendingFirst]) {
      long count = pendingCount[pendingFirst];
      double at =
          history.isEmpty()
              ? position
              : history.positionAt(pendingTicks[pendingFirst], edgesPerTick);
      pendingFirst = (pendingFirst + 1) % PENDING;
      pending--;
      placeIndex(count, at);
      indexSeen = count;
    }
  }

  private void placeIndex(long count, double at) {
    boolean fell = (count & 1) == 0;
    long rises = ((count + 1) >> 1) - ((indexSeen + 1) >> 1);
    if (fell && rises == 0) {
      learnWidth(at);
      return;
    }
    int direction = coasting.direction();
    double halfWidth = direction * widthEdges / 2;
    double middle = fell ? at - halfWidth : at + halfWidth;
    risePosition = fell ? Double.NaN : at;
    double travelMiddle = travel + direction * (middle - position);
    if (!phaseKnown) {
      double before = (middle - startPosition) / turn;
      strokesAtUp += Math.max(0, (long) StrictMath.floor(before + 0.5));
      phaseKnown = true;
    } else if (direction > 0) {
      if (driven && rises == 1) {
        check.turned((travelMiddle - travelAtUp) / turn);
      }
      strokesAtUp += turnsBetween(travelMiddle, rises);
    }
    up = middle;
    travelAtUp = travelMiddle;
    angleSure = true;
  }

  /** None where the shaft only trembled at the index's edge, or was pushed back over it. */
  private long turnsBetween(double travelMiddle, long rises) {
    double advance = (travelMiddle - travelAtUp) / turn;
    // A shaft that rolls back from needle-down has half a turn behind it: ask for clearly more.
    long byTach = (long) StrictMath.floor(advance + 0.35);
    return advance >= BLIND_TURNS ? byTach : Math.max(0, Math.min(rises, byTach));
  }

  private void learnWidth(double at) {
    double width = at - risePosition;
    risePosition = Double.NaN;
    if (driven && width > 0 && width < turn / 4) {
      widthEdges += (width - widthEdges) / 8;
    }
  }

  private void countStrokes() {
    if (indexFitted && !phaseKnown) {
      return;
    }
    if (coasting.open() && !standstill) {
      // Just beyond needle-down, and perhaps not there at all.
      return;
    }
    double turns = (position - up) / turn;
    long passed = (long) StrictMath.floor(turns + 0.5);
    if (indexFitted && turns < BLIND_TURNS) {
      // Only the index tells that a turn is complete.
      passed = Math.min(passed, 1);
    }
    if (strokesAtUp + passed > strokes) {
      long more = strokesAtUp + passed - strokes;
      strokes += more;
      timeStroke(history.ticksAt(up + turn * (passed - 0.5)), more);
    }
  }

  /** {@code atTicks} is when needle-down was passed; 0 = that is not known. */
  private void timeStroke(long atTicks, long more) {
    boolean known = atTicks > 0 && strokeTicks > 0 && atTicks > strokeTicks;
    periodTicks = known ? (atTicks - strokeTicks) / more : 0;
    strokeTicks = atTicks;
  }

  private void judgeMotion(double ticksPerSecond, long nowTicks) {
    windowNs = 0;
    if (!(ticksPerSecond > 0)) {
      return;
    }
    double still = (sampleTicks - edgeTicks) / ticksPerSecond;
    stillNs = (long) (still * 1e9);
    ageNs = (long) (Math.max(0, nowTicks - edgeTicks) / ticksPerSecond * 1e9);
    standstill = still >= stallSeconds;
    rested |= standstill && !driven;
    if (standstill) {
      frequencyHz = 0;
      momentaryHz = 0;
      edgesPerTick = 0;
      strokeTicks = 0;
      history.clear();
      return;
    }
    double measured = history.frequencyHz(frequencyHz, ticksPerSecond);
    // Without an edge for half a stroke it is slower than it was, however it swings in a stroke.
    frequencyHz = still > 0 ? Math.min(measured, 0.5 / still) : measured;
    windowNs = frequencyHz < measured ? 0 : (long) (history.windowSeconds() * 1e9);
    double lately = edgesPerTick * ticksPerSecond / turn;
    momentaryHz = still > 0 ? Math.min(lately, 2 / (turn * still)) : lately;
  }

  /** Turns in a row whose edges were not those of one turn. */
  int wrongTurns() {
    return check.wrongTurns();
  }

  /** Edges of the last turn as a share of what a turn has. */
  double turnShare() {
    return check.share();
  }

  double frequencyHz() {
    return frequencyHz;
  }

  double momentaryHz() {
    return momentaryHz;
  }

  /** Time of the whole strokes the frequency is the mean of, ns; 0 = none. */
  long windowNs() {
    return windowNs;
  }

  /** How long ago the last edge was, ns. */
  long ageNs() {
    return ageNs;
  }

  /** Turns since start, whole at needle-up, at this tick; NaN while unknown. */
  double turns() {
    if (indexFitted && !phaseKnown) {
      return Double.NaN;
    }
    double since = standstill ? 0 : Math.min(MOST_AHEAD, ageNs / 1e9 * momentaryHz);
    return strokesAtUp + (position + (standstill ? 0.5 : 0) - up) / turn + since;
  }

  long strokes() {
    return strokes;
  }

  /** Board clock at the needle-down of the last stroke; 0 = not known. */
  long strokeTicks() {
    return strokeTicks;
  }

  /**
   * From the stroke before to the last one, the mean where several were heard of at once; 0 = not
   * known.
   */
  long periodTicks() {
    return periodTicks;
  }

  long edgesHeard() {
    return edgesHeard;
  }

  long heardNs() {
    return heardNs;
  }

  boolean standstill() {
    return begun && standstill;
  }

  long stillNs() {
    return stillNs;
  }

  boolean phaseKnown() {
    return phaseKnown;
  }

  /** Whether no edge since the index can have been backward unnoticed. */
  boolean angleSure() {
    return angleSure;
  }

  /** Degrees from needle-up, -180 to 180; NaN while unknown. */
  double angleDegrees() {
    if (!phaseKnown) {
      return Double.NaN;
    }
    double beyond = standstill ? 0.5 : Math.min(0.99, (sampleTicks - edgeTicks) * edgesPerTick);
    double turns = (position + beyond - up) / turn;
    return 360 * (turns - StrictMath.floor(turns + 0.5));
  }
}
