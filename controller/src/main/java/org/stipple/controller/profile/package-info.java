/**
 * Immutable facts about what is mounted: handpiece, limits, feed-forward, scales, timing.
 *
 * <p>In: validated values from settings (later: handpiece, cartridge and calibration files). Out:
 * records that the whole tick may read.
 *
 * <p>Threading: immutable, any thread. HOT (read only).
 *
 * <p>Does not belong here: reading files, anything that changes while the machine is armed.
 */
@NullMarked
package org.stipple.controller.profile;

import org.jspecify.annotations.NullMarked;
