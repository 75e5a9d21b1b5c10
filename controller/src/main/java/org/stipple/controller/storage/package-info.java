/**
 * The disk under a controller's files: how much room it has, what gives way to the record of a
 * session, and when no session may begin any more.
 *
 * <p>In: the data folder, its marks, what may be removed. Out: a {@link
 * org.stipple.controller.storage.DiskWatch.State} for whoever tells people, files that are gone.
 *
 * <p>Threading: a {@link org.stipple.controller.storage.DiskWatch} belongs to one cold thread,
 * which waits for the disk; its state may be asked by any.
 *
 * <p>Does not belong here: what is in a record, how it comes to the clinic, alarms.
 */
@NullMarked
package org.stipple.controller.storage;

import org.jspecify.annotations.NullMarked;
