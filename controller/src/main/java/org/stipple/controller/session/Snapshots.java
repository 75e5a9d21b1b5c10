package org.stipple.controller.session;

import java.util.Locale;
import java.util.Optional;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.controller.safety.Fault;
import org.stipple.telemetry.edge.DeviceSnapshot;

/** A {@link Status} in the words of MQTT. */
final class Snapshots {

  private Snapshots() {}

  static DeviceSnapshot of(Status status, long atMs) {
    Status.Needle needle = status.needle();
    boolean faulty = status.safety().fault() != Fault.NONE;
    return new DeviceSnapshot(
        atMs,
        status.session().map(Snapshots::session).orElse(DeviceSnapshot.Session.NONE),
        new DeviceSnapshot.Needle(
            status.needleOn(),
            needle.setHz(),
            needle.measuredHz(),
            status.needleOn() ? needle.measuredHz() - needle.setHz() : Double.NaN,
            status.depth().setMm(),
            status.depth().protrusionMm(),
            status.session().map(Status.Session::strokes).orElse(needle.strokes()),
            needle.strokesAfterRelease()),
        new DeviceSnapshot.Motor(status.motor().currentMilliamps(), status.motor().dutyFraction()),
        new DeviceSnapshot.Inputs(status.inputs().pedalPressed(), status.inputs().estopOpen()),
        new DeviceSnapshot.State(status.mode().name().toLowerCase(Locale.ROOT), status.armed()),
        new DeviceSnapshot.Fault(faulty, faulty ? status.safety().fault().name() : ""),
        new DeviceSnapshot.Loop(
            status.loop().figures().of(Span.LATENESS).p99(), status.loop().overruns()),
        new DeviceSnapshot.LinkHealth(
            status.link().ageNs() < 0 ? Double.NaN : status.link().ageNs() / 1e6,
            status.link().retransmits()));
  }

  private static DeviceSnapshot.Session session(Status.Session session) {
    return new DeviceSnapshot.Session(
        Optional.of(session.id()),
        session.pause().isPresent() ? "paused" : "open",
        Optional.of(session.zone()),
        session.elapsedS(),
        session.needleOnS());
  }
}
