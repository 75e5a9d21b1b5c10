/**
 * Faults in great number, judged by what plant, pins and the board's log show: many sessions on
 * virtual time, bytes that nobody would send, and blows to the real process of the controller.
 *
 * <p>In: a number of sessions or blows and a seed. Out: which hazards were violated, by how much,
 * in which session; a session on virtual time plays again from its seed, bit for bit.
 *
 * <p>Threading: a session belongs to one thread; sessions share nothing.
 *
 * <p>Does not belong here: what the controller thinks of itself (the judge must not know it), how
 * processes are started.
 */
@NullMarked
package org.stipple.sim.campaign;

import org.jspecify.annotations.NullMarked;
