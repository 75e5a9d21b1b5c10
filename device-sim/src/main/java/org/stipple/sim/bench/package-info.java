/**
 * Measurements: how fast the simulation runs, how punctual the loop is and how well needle and
 * depth obey, each beside its peers.
 *
 * <p>In: how long and how often. Out: tables for people, figures in the one JSON form, plots.
 *
 * <p>Threading: the command's own thread; what is measured has processes of its own.
 *
 * <p>Does not belong here: anything a machine needs to run. Nothing of this goes onto a Raspberry
 * Pi.
 */
@NullMarked
package org.stipple.sim.bench;

import org.jspecify.annotations.NullMarked;
