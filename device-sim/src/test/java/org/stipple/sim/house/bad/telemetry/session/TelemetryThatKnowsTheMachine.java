package org.stipple.sim.house.bad.telemetry.session;

import org.stipple.sim.house.bad.controller.wire.WireThatKnowsTheLoop;

/** Breaks the direction of the modules. */
public final class TelemetryThatKnowsTheMachine {
  WireThatKnowsTheLoop machine = new WireThatKnowsTheLoop();
}
