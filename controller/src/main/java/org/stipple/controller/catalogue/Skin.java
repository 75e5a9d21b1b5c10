package org.stipple.controller.catalogue;

/**
 * A kind of skin. All figures are estimates.
 *
 * @param name in the catalogue, as in normal
 * @param stiffness of its tenting against normal skin's, 0.6 to 2
 * @param dosePct of the dose that normal skin takes, 10 to 100 %
 */
public record Skin(String name, double stiffness, int dosePct) {}
