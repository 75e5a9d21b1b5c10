/**
 * The practitioner's panel: one page on the machine's own display, and what it talks to.
 *
 * <p>In: the status and requests of the session room. Out: a page, a WebSocket that tells the
 * status at 10 Hz, commands by POST. Listens on loopback only; a command needs this page's origin
 * and the token of this start of the controller.
 *
 * <p>Threading: the web server's own threads; {@link org.stipple.controller.panel.Panel#push} by
 * one cold thread. A slow browser is dropped and never waited for.
 *
 * <p>Does not belong here: deciding what is allowed (control, safety), what a session is (session).
 */
@NullMarked
package org.stipple.controller.panel;

import org.jspecify.annotations.NullMarked;
