package org.stipple.controller.hardware;

import java.time.Instant;
import java.time.InstantSource;

/** The time of day, for records and displays only: it may jump, so nothing is controlled by it. */
public final class WallClock implements InstantSource {

  /** Creates the clock; all of them are alike. */
  public WallClock() {}

  @Override
  public Instant instant() {
    return Instant.now();
  }
}
