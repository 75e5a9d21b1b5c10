/**
 * The program: command line, settings, and the one method that puts a host together.
 *
 * <p>In: arguments, a settings file, signals, requests on the control socket. Out: a running
 * machine; words and exit codes for people and scripts.
 *
 * <p>Threading: makes the threads of the host (loop, keeper, panel, control socket) and ends them.
 * Sees all rooms; nothing sees this one.
 *
 * <p>Does not belong here: anything a tick does, what a session is, jSerialComm.
 */
@NullMarked
package org.stipple.controller.app;

import org.jspecify.annotations.NullMarked;
