/**
 * The clinic's database of treatment records: SQLite in a file, or PostgreSQL.
 *
 * <p>In: chunks of records. Out: how far each record is here, committed; answers to questions about
 * them. A chunk that comes twice changes nothing; one that cannot be believed is kept aside.
 *
 * <p>Threading: any thread; calls wait for the database.
 *
 * <p>Does not belong here: connections to brokers, pages. The SQL is the same for both databases.
 */
@NullMarked
package org.stipple.telemetry.store;

import org.jspecify.annotations.NullMarked;
