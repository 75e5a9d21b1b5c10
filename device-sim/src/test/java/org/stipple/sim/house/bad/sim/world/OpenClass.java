package org.stipple.sim.house.bad.sim.world;

/** Anyone may extend it. */
class OpenClass {}
