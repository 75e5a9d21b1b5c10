/**
 * Plots as SVG text, for pages and files that need nothing else to be looked at.
 *
 * <p>In: curves of points. Out: text. Threading: static functions of immutable values.
 *
 * <p>Does not belong here: what is plotted, and where the text goes.
 */
@NullMarked
package org.stipple.telemetry.plot;

import org.jspecify.annotations.NullMarked;
