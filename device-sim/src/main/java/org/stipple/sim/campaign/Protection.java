package org.stipple.sim.campaign;

import java.util.List;

/**
 * What campaign C2 switches off at once: one protection, or those that hold the same hazard.
 *
 * @param name for people
 * @param sites what is done to which class
 */
record Protection(String name, List<Mutation> sites) {

  static Protection of(String name, Mutation... sites) {
    return new Protection(name, List.of(sites));
  }
}
