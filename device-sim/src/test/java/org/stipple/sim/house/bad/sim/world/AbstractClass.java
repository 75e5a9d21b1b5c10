package org.stipple.sim.house.bad.sim.world;

/** Half a class. */
abstract class AbstractClass {
  abstract void act();
}
