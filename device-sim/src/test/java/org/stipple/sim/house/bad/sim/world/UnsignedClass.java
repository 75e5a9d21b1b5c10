package org.stipple.sim.house.bad.sim.world;

/** Lives in a package without a sign. */
final class UnsignedClass {}
