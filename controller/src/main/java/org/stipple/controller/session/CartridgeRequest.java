package org.stipple.controller.session;

import java.util.Optional;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.catalogue.MountedCartridge;

/**
 * A cartridge as a person tells it, unchecked, from its packing; an empty text is one that was not
 * given.
 *
 * @param type its kind in the catalogue
 * @param lot the maker's lot
 * @param expires last day on which it may be used, 2027-05-31, or 2027-05 for the end of a month
 * @param serial its own number; may be empty
 */
public record CartridgeRequest(String type, String lot, String expires, String serial) {

  /**
   * Checks everything that the packing alone can tell.
   *
   * @throws IllegalArgumentException saying what is missing or allowed
   */
  MountedCartridge checked(Catalogue catalogue) {
    if (lot.isBlank()) {
      throw new IllegalArgumentException("a cartridge needs the lot that its packing bears");
    }
    if (expires.isBlank()) {
      throw new IllegalArgumentException("a cartridge needs the expiry that its packing bears");
    }
    return new MountedCartridge(
        catalogue.cartridge(type.strip()),
        lot.strip(),
        MountedCartridge.expiry(expires),
        Optional.of(serial.strip()).filter(number -> !number.isEmpty()));
  }
}
