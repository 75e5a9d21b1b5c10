/**
 * The order of the house, checked: which room may know which, and the habits every class keeps.
 *
 * <p>In: the class files of all three modules, {@code NOTICE}, the sources of the package signs.
 * Out: failing tests. The laws are in {@link org.stipple.sim.house.Law}; each names a class below
 * {@code bad} that breaks it, so a law that cannot fail is a failing test itself.
 *
 * <p>Threading: none.
 *
 * <p>Does not belong here: tests of behaviour.
 */
@NullMarked
package org.stipple.sim.house;

import org.jspecify.annotations.NullMarked;
