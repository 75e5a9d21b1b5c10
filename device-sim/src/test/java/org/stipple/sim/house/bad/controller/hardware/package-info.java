/** The one room of the ruin that is in order. */
@NullMarked
package org.stipple.sim.house.bad.controller.hardware;

import org.jspecify.annotations.NullMarked;
