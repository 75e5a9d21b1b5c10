/**
 * Flight logs on the disk, and a host that is run again on one.
 *
 * <p>In: what a tap on the doors recorded, and of which machine. Out: one file a start of the
 * controller; from such a file, whether the same host would send the same bytes again, and where it
 * would not, which message and which value of it.
 *
 * <p>Threading: {@link org.stipple.controller.flightlog.FlightLog} belongs to one cold thread, its
 * state to any; everything else to whoever calls.
 *
 * <p>Does not belong here: treatment records, which are for people and clinics. A flight log is
 * never uploaded.
 */
@NullMarked
package org.stipple.controller.flightlog;

import org.jspecify.annotations.NullMarked;
