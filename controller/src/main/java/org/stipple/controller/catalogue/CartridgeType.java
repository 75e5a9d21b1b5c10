package org.stipple.controller.catalogue;

import org.stipple.controller.profile.Cartridge;

/**
 * A kind of cartridge.
 *
 * @param facts what the tick must know
 * @param grouping how its needles stand, as in 3RL
 * @param singleUse whether it is for one session only
 */
public record CartridgeType(Cartridge facts, String grouping, boolean singleUse) {

  /** Its name in the catalogue. */
  public String name() {
    return facts.type();
  }
}
