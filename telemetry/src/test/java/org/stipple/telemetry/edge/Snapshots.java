package org.stipple.telemetry.edge;

import java.util.Optional;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

/** Snapshots for tests. */
public final class Snapshots {
  private Snapshots() {}

  /** A machine that rests, without a session. */
  public static DeviceSnapshot idle() {
    return of(DeviceSnapshot.Session.NONE, false, 0, false, "");
  }

  /** The needle is on at this frequency, in session {@code s1} on the crown. */
  public static DeviceSnapshot running(double measuredHz, long strokes) {
    DeviceSnapshot.Session session =
        new DeviceSnapshot.Session(
            Optional.of(new SessionId("s1")), "open", Optional.of(Zone.CROWN), 12.5, 4.25);
    DeviceSnapshot snapshot = of(session, true, measuredHz, false, "");
    DeviceSnapshot.Needle needle =
        new DeviceSnapshot.Needle(true, 120, measuredHz, measuredHz - 120, 1.2, 1.45, strokes, 0);
    return new DeviceSnapshot(
        snapshot.atMs(),
        session,
        needle,
        snapshot.motor(),
        new DeviceSnapshot.Inputs(true, false),
        snapshot.state(),
        snapshot.fault(),
        snapshot.loop(),
        snapshot.link());
  }

  /** The same at another time. */
  public static DeviceSnapshot at(long atMs, DeviceSnapshot of) {
    return new DeviceSnapshot(
        atMs,
        of.session(),
        of.needle(),
        of.motor(),
        of.inputs(),
        of.state(),
        of.fault(),
        of.loop(),
        of.link());
  }

  /** A fault is latched. */
  public static DeviceSnapshot faulted(String id) {
    return of(DeviceSnapshot.Session.NONE, false, 0, true, id);
  }

  private static DeviceSnapshot of(
      DeviceSnapshot.Session session, boolean on, double measuredHz, boolean fault, String id) {
    return new DeviceSnapshot(
        1_790_000_000_000L,
        session,
        new DeviceSnapshot.Needle(on, 120, measuredHz, Double.NaN, 1.2, 0, 0, 0),
        new DeviceSnapshot.Motor(on ? 210 : 0, on ? 0.4 : 0),
        new DeviceSnapshot.Inputs(on, false),
        new DeviceSnapshot.State("continuous", on),
        new DeviceSnapshot.Fault(fault, id),
        new DeviceSnapshot.Loop(80, 0),
        new DeviceSnapshot.LinkHealth(2, 0));
  }
}
