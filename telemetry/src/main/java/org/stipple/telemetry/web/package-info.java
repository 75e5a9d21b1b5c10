/**
 * What panel and dashboard share: a small site on the loopback address with a strict content
 * policy, its assets, and JSON.
 *
 * <p>In: assets from the class path, routes. Out: a running site and the port it has.
 *
 * <p>Threading: the web server's own few threads call the routes.
 *
 * <p>Does not belong here: what a page shows, who may see it.
 */
@NullMarked
package org.stipple.telemetry.web;

import org.jspecify.annotations.NullMarked;
