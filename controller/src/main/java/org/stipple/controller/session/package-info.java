/**
 * The keeper: turns samples of the tick into what people and the clinic are told.
 *
 * <p>In: samples from the ring, requests of panel and command line. Out: the present {@link
 * org.stipple.controller.session.Status}, session entries on disk, snapshots for MQTT, one log line
 * an event, operator commands to the queue.
 *
 * <p>Threading: {@link org.stipple.controller.session.Keeper} runs on one cold thread, which alone
 * reads the ring and writes the record; {@link org.stipple.controller.session.Requests} and {@link
 * org.stipple.controller.session.Keeper#status} may be used from any cold thread.
 *
 * <p>Does not belong here: HTTP, sockets, deciding whether the machine may move (safety).
 */
@NullMarked
package org.stipple.controller.session;

import org.jspecify.annotations.NullMarked;
