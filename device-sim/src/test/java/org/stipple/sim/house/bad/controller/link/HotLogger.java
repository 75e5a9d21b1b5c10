package org.stipple.sim.house.bad.controller.link;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs inside the tick. */
final class HotLogger {
  private static final Logger LOG = LoggerFactory.getLogger(HotLogger.class);

  void tick() {
    LOG.info("tick");
  }
}
