/**
 * Many sessions with faults, judged by what plant, pins and the board's log show.
 *
 * <p>In: a number of sessions and a seed. Out: which hazards were violated, by how much, in which
 * session; any of them plays again from its seed, bit for bit.
 *
 * <p>Threading: a session belongs to one thread; sessions share nothing.
 *
 * <p>Does not belong here: what the controller thinks of itself (the judge must not know it), real
 * time, processes.
 */
@NullMarked
package org.stipple.sim.campaign;

import org.jspecify.annotations.NullMarked;
