package org.stipple.sim.house.bad.sim.world;

/** Does what, exactly? */
final class SoundManager {}
