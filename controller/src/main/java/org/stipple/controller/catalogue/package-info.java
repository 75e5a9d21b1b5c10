/**
 * What may be mounted and how it is used: handpieces, cartridges, skins, doses of zones, presets.
 *
 * <p>In: three versioned TOML files, those of the jar or of a folder of the machine's own; the
 * register of cartridges that were used. Out: checked records, and the reason why something that is
 * mounted must not be used.
 *
 * <p>Threading: what was read is immutable; the register is for any cold thread.
 *
 * <p>Does not belong here: what the tick must know of it (profile), the open session (session).
 */
@NullMarked
package org.stipple.controller.catalogue;

import org.jspecify.annotations.NullMarked;
