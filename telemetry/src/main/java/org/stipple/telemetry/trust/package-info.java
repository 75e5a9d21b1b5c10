/**
 * By what a connection knows the other end: keys, certificates and authorities in files, and the
 * TLS made of them.
 *
 * <p>In: PEM files (RFC 7468), of which those with secrets are readable by their owner only. Out:
 * contexts for TLS, and one line for people where there is none.
 *
 * <p>Threading: immutable values; files are read when they are asked for.
 *
 * <p>Does not belong here: issuing certificates, what a name may do, connections.
 */
@NullMarked
package org.stipple.telemetry.trust;

import org.jspecify.annotations.NullMarked;
