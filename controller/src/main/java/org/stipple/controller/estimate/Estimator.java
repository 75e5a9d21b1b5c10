package org.stipple.controller.estimate;

import org.stipple.controller.machine.DepthState;
import org.stipple.controller.machine.Equipment;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.profile.Tissue;

/** Makes the estimate of each tick from the reports. Loop thread only. */
public final class Estimator {

  /** From the opening of a contact, which bounces, to the tick that hears of it, in the mean, s. */
  private static final double RELEASE_SECONDS = 0.005;

  private final Equipment equipment;
  private final Profile profile;
  private final Shaft shaft;
  private final ContactSense contact;
  private final RealDepth realDepth;
  private final LossWindow loss = new LossWindow();
  private final Estimate estimate = new Estimate();
  private int life;
  private boolean pressedBefore;
  private boolean measuring;
  private long strokesAtRelease;

  /** An estimator of the machine with this equipment and profile. */
  public Estimator(Equipment equipment, Profile profile) {
    this.equipment = equipment;
    this.profile = profile;
    shaft = new Shaft(profile.needle(), equipment);
    contact = new ContactSense(profile);
    realDepth = new RealDepth(profile);
  }

  /** The needles, or the skin that they meet, are others from now on. */
  public void expect(Tissue tissue) {
    realDepth.expect(tissue);
  }

  /**
   * Takes in the reports of this tick.
   *
   * @param nowNs monotonic time
   * @param driven whether the bridge was last told to drive the motor
   * @return the one estimate, filled anew
   */
  public Estimate update(long nowNs, Reports reports, Pedal pedal, boolean driven) {
    estimate.linkReady = reports.link == LinkState.READY;
    estimate.boardShutdown = reports.link == LinkState.SHUTDOWN;
    estimate.linkAgeNs = reports.heardNs == 0 ? -1 : nowNs - reports.heardNs;
    estimate.lossRatio = loss.update(nowNs, reports.blocksSent, reports.blocksRetransmitted);
    boolean broken = !estimate.linkReady || reports.life != life;
    if (reports.life != life) {
      life = reports.life;
      shaft.beginLife();
      contact.beginLife();
    }
    shaft.update(nowNs, reports, driven);
    fillShaft();
    timeStroke(nowNs, reports);
    measureStop(pedal.pressed(), broken);
    fillAnalog(reports);
    senseContact(reports, driven);
    fillDepth(reports);
    return estimate;
  }

  private void fillShaft() {
    boolean live = equipment.tachometer() && estimate.linkReady;
    estimate.frequencyHz = live ? shaft.frequencyHz() : Double.NaN;
    estimate.momentaryHz = live ? shaft.momentaryHz() : Double.NaN;
    estimate.frequencyWindowNs = live ? shaft.windowNs() : 0;
    estimate.frequencyAgeNs = live ? shaft.ageNs() : 0;
    estimate.turns = live ? shaft.turns() : Double.NaN;
    estimate.strokes = shaft.strokes();
    estimate.pulseEdges = shaft.edgesHeard();
    estimate.pulseHeardNs = shaft.heardNs();
    estimate.wrongTurns = live ? shaft.wrongTurns() : 0;
    estimate.turnShare = shaft.turnShare();
    estimate.standstill = live && shaft.standstill();
    estimate.stillNs = live ? shaft.stillNs() : 0;
    estimate.phaseKnown = live && shaft.phaseKnown();
    estimate.angleSure = live && shaft.angleSure();
    estimate.angleDegrees = live ? shaft.angleDegrees() : Double.NaN;
  }

  private void timeStroke(long nowNs, Reports reports) {
    boolean clock = reports.ticksPerSecond > 0;
    double nsPerTick = clock ? 1e9 / reports.ticksPerSecond : 0;
    long agoTicks = reports.boardTicks - shaft.strokeTicks();
    boolean known = clock && shaft.strokeTicks() > 0;
    estimate.strokeNs = known ? nowNs - (long) (agoTicks * nsPerTick) : 0;
    estimate.strokePeriodNs = (long) (shaft.periodTicks() * nsPerTick);
  }

  /** A link that broke in between leaves the strokes after a release unknown. */
  private void measureStop(boolean pressed, boolean broken) {
    if (pressed) {
      measuring = false;
      estimate.strokesAfterRelease = -1;
    } else if (pressedBefore) {
      measuring = true;
      strokesAtRelease = strokesAtTheEdge();
    }
    if (measuring && broken) {
      measuring = false;
    }
    if (measuring && estimate.standstill) {
      measuring = false;
      estimate.strokesAfterRelease = estimate.strokes - strokesAtRelease;
    }
    pressedBefore = pressed;
  }

  /** Of the strokes counted by now, those before the contact opened, some ms ago. */
  private long strokesAtTheEdge() {
    double turns = estimate.turns - estimate.momentaryHz * RELEASE_SECONDS;
    return turns > 0 ? (long) StrictMath.floor(turns + 0.5) : estimate.strokes;
  }

  private void fillAnalog(Reports reports) {
    boolean live = (estimate.linkReady || estimate.boardShutdown) && reports.analogNs != 0;
    estimate.currentMilliamps =
        live && equipment.motorCurrent()
            ? reports.motorCurrentFraction * profile.scales().currentFullScaleMilliamps()
            : Double.NaN;
    estimate.supplyVolts =
        live && equipment.motorSupply()
            ? reports.motorSupplyFraction * profile.scales().supplyFullScaleVolts()
            : Double.NaN;
  }

  private void senseContact(Reports reports, boolean driven) {
    if (equipment.motorCurrent() && equipment.tachometer()) {
      double hz = estimate.frequencyWindowNs > 0 ? estimate.frequencyHz : 0;
      contact.update(reports, hz, driven && estimate.linkReady, estimate.standstill);
    }
    estimate.turnMilliamps = contact.turnMilliamps();
    estimate.contact = contact.state();
    estimate.contactQuality = contact.quality();
    estimate.contacts = contact.contacts();
  }

  private void fillDepth(Reports reports) {
    estimate.depth = equipment.depthAxis() ? reports.depth : DepthState.ABSENT;
    boolean known = estimate.depth == DepthState.STANDING || estimate.depth == DepthState.MOVING;
    estimate.protrusionMm =
        known
            ? reports.depthSteps / profile.scales().stepsPerMm() + profile.scales().endstopMm()
            : Double.NaN;
    estimate.depthHomings = reports.depthHomings;
    // An endstop found less deep by the count means that the count had lost steps towards it.
    estimate.depthDriftMm =
        reports.depthHomings < 2
            ? Double.NaN
            : -reports.depthDriftSteps / profile.scales().stepsPerMm();
    realDepth.update(estimate.protrusionMm, estimate.frequencyHz);
    estimate.realDepthMm = realDepth.mm();
    estimate.realDepthShallowestMm = realDepth.shallowestMm();
    estimate.realDepthDeepestMm = realDepth.deepestMm();
  }
}
