/**
 * The simulated micropigmentation machine: motor, needle drive, skin, depth axis, and what its
 * sensors would show.
 *
 * <p>In: the duty of the bridge, relay, skin, loads and microsteps of the depth axis, and how much
 * time passes. Out: truth (angle, strokes, penetration, temperature) and sensor levels (tachometer,
 * index, endstop, filtered current, supply voltage). SI units inside; distances at the door are in
 * millimetres where their names say so.
 *
 * <p>Threading: none of its own; one {@link org.stipple.sim.plant.Plant} belongs to one thread. No
 * clock, no allocation per step; the same parameters, seed and calls give the same bits ({@code
 * StrictMath} only).
 *
 * <p>Does not belong here: bytes, pins, polling, analogue-to-digital codes (see {@code board}),
 * fault plans (see {@code fault}), anything of the host.
 */
@NullMarked
package org.stipple.sim.plant;

import org.jspecify.annotations.NullMarked;
