package org.stipple.controller.loop;

import org.stipple.controller.command.Outcome;
import org.stipple.controller.control.Control;
import org.stipple.controller.estimate.Estimate;
import org.stipple.controller.machine.Drive;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.operator.Pedal;
import org.stipple.controller.record.Sample;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.safety.Alarm;
import org.stipple.controller.safety.Safety;

/** Fills the one sample wholly each tick and copies it into the ring; never waits. */
final class Recorder {

  private final SampleRing ring;
  private final Sample sample = new Sample();
  private long tick;
  private long dueBeforeNs;
  private long overruns;
  private long workNs;

  Recorder(SampleRing ring) {
    this.ring = ring;
  }

  void begin(long nowNs, long dueNs) {
    if (tick > 0) {
      overruns += Math.max(0, (dueNs - dueBeforeNs) / ControlLoop.PERIOD_NS - 1);
    }
    dueBeforeNs = dueNs;
    tick++;
    sample.tick = tick;
    sample.nowNs = nowNs;
    sample.dueNs = dueNs;
    sample.workNs = workNs;
    sample.overruns = overruns;
    sample.outcomes = 0;
  }

  void tell(long id, Outcome outcome) {
    sample.tell(id, outcome);
  }

  void workTook(long ns) {
    workNs = ns;
  }

  void record(
      Reports reports,
      Pedal pedal,
      Estimate estimate,
      Safety safety,
      Control control,
      Drive drive) {
    sample.mode = control.mode();
    sample.testStage = control.testStage();
    sample.guardProofs = control.guardProofs();
    sample.runGuardMs = control.runGuardMs();
    sample.pwmGuardMs = control.pwmGuardMs();
    sample.fault = safety.latch().fault();
    sample.faultOccurrence = safety.latch().occurrence();
    Alarm alarm = safety.alarm();
    sample.alarmText = alarm.text();
    sample.alarmName = alarm.name();
    sample.alarmOccurrence = alarm.occurrence();
    sample.alarm = alarm.priority();
    sample.alarmAcknowledged = alarm.acknowledged();
    sample.alarmPausedForNs = alarm.pausedForNs(sample.nowNs);
    sample.interlock = safety.interlock();
    sample.verdictValue = safety.value();
    sample.verdictLimit = safety.limit();
    sample.cleared = control.cleared();
    sample.pedalPressed = pedal.pressed();
    sample.estopOpen = pedal.estopOpen();
    sample.frequencySetpointHz = control.frequencySetpointHz();
    sample.torqueSetpointMnm = control.torqueSetpointMnm();
    sample.frequencyHz = estimate.frequencyHz;
    sample.tachReports += reports.tach.size();
    sample.strokes = estimate.strokes;
    sample.strokesAfterRelease = estimate.strokesAfterRelease;
    sample.strokeMode = control.strokeMode();
    sample.tapStrokes = control.tapStrokes();
    sample.tapPeriodSeconds = control.tapPeriodSeconds();
    sample.taps = control.taps();
    sample.miscounts = control.miscounts();
    sample.contact = estimate.contact;
    sample.contactQuality = estimate.contactQuality;
    sample.contacts = estimate.contacts;
    sample.strokeNs = estimate.strokeNs;
    sample.strokePeriodNs = estimate.strokePeriodNs;
    sample.turnMilliamps = estimate.turnMilliamps;
    sample.angleDegrees = estimate.angleDegrees;
    sample.parked = control.parked(estimate);
    sample.needleOnNs = control.needleOnNs();
    sample.depthSetpointMm = control.depthSetpointMm();
    sample.protrusionMm = estimate.protrusionMm;
    sample.depthHomings = estimate.depthHomings;
    sample.depthDriftMm = estimate.depthDriftMm;
    sample.realDepthMm = estimate.realDepthMm;
    sample.realDepthShallowestMm = estimate.realDepthShallowestMm;
    sample.realDepthDeepestMm = estimate.realDepthDeepestMm;
    sample.depth = estimate.depth;
    sample.currentMilliamps = estimate.currentMilliamps;
    sample.supplyVolts = estimate.supplyVolts;
    sample.dutyFraction = drive.run ? drive.dutyFraction : 0;
    sample.link = reports.link;
    sample.linkAgeNs = estimate.linkAgeNs;
    sample.retransmits = reports.blocksRetransmitted;
    sample.reason = reports.reason;
    ring.write(sample);
  }
}
