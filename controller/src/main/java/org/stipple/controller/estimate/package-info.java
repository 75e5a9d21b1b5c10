/**
 * Reports to what they mean: needle frequency, strokes, angle, contact with the skin, current,
 * supply, protrusion, age and quality of the link.
 *
 * <p>In: {@link org.stipple.controller.machine.Reports}. Out: {@link
 * org.stipple.controller.estimate.Estimate}. Shaft timing uses the board's clock only; scaling to
 * physical units happens here.
 *
 * <p>Threading: loop thread only. HOT.
 *
 * <p>Does not belong here: what should be (control), whether it is allowed (safety).
 */
@NullMarked
package org.stipple.controller.estimate;

import org.jspecify.annotations.NullMarked;
