/**
 * Whether the machine may move: interlocks (conditions now), faults (events), the fault latch
 * (memory), the verdict of each tick, and the alarm that calls somebody.
 *
 * <p>In: reports, operator state, estimate, the tick's own lateness. Out: a verdict, before control
 * decides anything, so that a trip has no path to a drive other than zero.
 *
 * <p>Threading: loop thread only. HOT.
 *
 * <p>Does not belong here: regulation, filters, wire messages.
 */
@NullMarked
package org.stipple.controller.safety;

import org.jspecify.annotations.NullMarked;
