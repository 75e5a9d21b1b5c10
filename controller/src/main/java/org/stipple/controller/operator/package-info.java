/**
 * What the operator's hands and feet do to the contacts: debounce, the pedal's two contacts by both
 * ways, the e-stop's sensed channel.
 *
 * <p>In: contact masks of the reports. Out: {@link org.stipple.controller.operator.Pedal}: pressed,
 * up, disagreeing, e-stop open.
 *
 * <p>Threading: loop thread only. HOT.
 *
 * <p>Does not belong here: what follows from a press (control) or from a contradiction (safety).
 */
@NullMarked
package org.stipple.controller.operator;

import org.jspecify.annotations.NullMarked;
