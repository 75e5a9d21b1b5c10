/**
 * An emulated arm64 Linux with the real controller in it, whose pins are driven and read from
 * outside: what only a real kernel, real drivers and Pi4J's native libraries can show.
 *
 * <p>In: the jars of this build, Debian's arm64 packages. Out: figures. Debian's stock kernel runs
 * under QEMU; its {@code /dev/gpiochip0} is a PL061 whose lines QEMU's test protocol sets and
 * reads, its PWM the Raspberry Pi's own driver on a page of memory, its I2C bus an adapter on a USB
 * port whose other side is in here.
 *
 * <p>Threading: each class says. One machine at a time.
 *
 * <p>Does not belong here: what can be shown on virtual time; how long anything takes on a
 * Raspberry Pi, since an emulated processor says nothing about that.
 */
@NullMarked
package org.stipple.sim.rig;

import org.jspecify.annotations.NullMarked;
