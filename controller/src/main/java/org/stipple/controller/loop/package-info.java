/**
 * The tick, and what paces it. {@link org.stipple.controller.loop.ControlLoop#tick} is the page to
 * read first.
 *
 * <p>In: the machine, the command queue, the clock. Out: drives to the machine, samples to the
 * ring.
 *
 * <p>Threading: one thread, made by {@code app}; a test steps the tick itself. HOT.
 *
 * <p>Does not belong here: any decision, any scaling, any message.
 */
@NullMarked
package org.stipple.controller.loop;

import org.jspecify.annotations.NullMarked;
