package org.stipple.controller.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.telemetry.session.SessionEntry;

/**
 * Tells each limit of a zone's dose once, and again after work was elsewhere. Keeper thread only.
 */
final class DoseWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DoseWatch.class);

  private final Runnable onFull;
  private @Nullable Dose told;

  /** {@code onFull} is run when a zone has taken all that it may. */
  DoseWatch(Runnable onFull) {
    this.onFull = onFull;
  }

  void begin() {
    told = null;
  }

  /** What is to be recorded of the dose as it is now; empty where nothing new is. */
  Optional<SessionEntry> look(Dose dose) {
    Dose before = told != null && told.zone() == dose.zone() ? told : null;
    boolean firstFull = dose.full() && (before == null || !before.full());
    if (!dose.warns() || (before != null && !firstFull)) {
      return Optional.empty();
    }
    told = dose;
    LOG.warn("dose: {}", dose.words());
    if (firstFull) {
      onFull.run();
    }
    return Optional.of(
        new SessionEntry.DoseReached(
            dose.zone(), dose.strokes(), dose.full() ? dose.hard() : dose.soft(), dose.full()));
  }
}
