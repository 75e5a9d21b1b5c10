/**
 * What an operator may want, and the only way in to the tick.
 *
 * <p>In: commands from panel, command line, wizard (cold threads). Out: the loop takes at most a
 * few each tick from {@link org.stipple.controller.command.CommandQueue}.
 *
 * <p>Threading: {@code offer} from any cold thread, {@code poll} from the loop thread; bounded. HOT
 * on the polling side.
 *
 * <p>Does not belong here: what a command does (control), who may give it (panel, app).
 */
@NullMarked
package org.stipple.controller.command;

import org.jspecify.annotations.NullMarked;
