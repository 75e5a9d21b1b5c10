/**
 * What leaves the tick: one fixed-layout sample a tick through a bounded ring, and the
 * distributions of how late ticks came and how long each stage took.
 *
 * <p>In: the loop thread writes. Out: one cold thread (the session keeper) reads.
 *
 * <p>Threading: single producer, single consumer, no locks; a full ring drops the new sample and
 * counts it. HOT on the writing side.
 *
 * <p>Does not belong here: files, text, anything done with a sample.
 */
@NullMarked
package org.stipple.controller.record;

import org.jspecify.annotations.NullMarked;
