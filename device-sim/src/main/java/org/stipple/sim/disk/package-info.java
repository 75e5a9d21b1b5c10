/**
 * Disks that fill, fail and lose power: what a program really asked of its disk, what of it a loss
 * of power leaves, and a small real file system that can be filled and broken.
 *
 * <p>In: a program's system calls, as strace tells them; a folder. Out: images of a disk; a mounted
 * file system.
 *
 * <p>Threading: one thread.
 *
 * <p>Does not belong here: what lies on the disk, and whether it is sound.
 */
@NullMarked
package org.stipple.sim.disk;

import org.jspecify.annotations.NullMarked;
