/**
 * The practitioner's panel: one page on the machine's own display, and what it talks to.
 *
 * <p>In: the status and requests of the session room. Out: a page; its state by WebSocket at 20 Hz,
 * a snapshot first, then what changed ({@link org.stipple.controller.panel.Feed}); orders by POST
 * ({@link org.stipple.controller.panel.Orders}), which need this page's origin, the token of this
 * start of the controller, the lease that one page holds ({@link
 * org.stipple.controller.panel.Lease}), and for some the state that they are about to have been
 * seen. STOP and disarming need none of that but origin and token.
 *
 * <p>Threading: the web server's own threads; {@link org.stipple.controller.panel.Panel#push} by
 * one cold thread, which alone tells pages anything. A slow browser is dropped and never waited
 * for.
 *
 * <p>Does not belong here: deciding what is allowed (control, safety), what a session is (session).
 */
@NullMarked
package org.stipple.controller.panel;

import org.jspecify.annotations.NullMarked;
