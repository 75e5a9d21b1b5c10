/**
 * A clinic's own authority: issues the certificates of its devices and of its servers, and keeps
 * which of them are admitted.
 *
 * <p>In: public keys and requests (PKCS #10). Out: certificates, a list of revoked ones, files for
 * a device to take along; all of it in the folder {@code trust} of the clinic's data.
 *
 * <p>Threading: commands are for one thread; what is admitted may be asked by any.
 *
 * <p>Does not belong here: connections, records, what a name may do. Clinic only: its library is an
 * optional dependency and never goes onto the Pi.
 */
@NullMarked
package org.stipple.telemetry.authority;

import org.jspecify.annotations.NullMarked;
