package org.stipple.controller.session;

import java.util.Optional;
import org.stipple.telemetry.session.PauseReason;

/** How long a session has gone on, pauses left out. Times are monotonic ns. Keeper thread only. */
final class SessionTimer {

  private long openedNs;
  private long pausedBeforeNs;
  private Optional<Pause> pause = Optional.empty();

  private record Pause(PauseReason why, long sinceNs, boolean cartridgeOut) {}

  void begin(long nowNs) {
    openedNs = nowNs;
    pausedBeforeNs = 0;
    pause = Optional.empty();
  }

  boolean isPaused() {
    return pause.isPresent();
  }

  void pause(PauseReason why, long nowNs) {
    pause = Optional.of(new Pause(why, nowNs, false));
  }

  /** The cartridge was taken out: it matters to who changes it in a pause. */
  void cartridgeOut() {
    pause = pause.map(now -> new Pause(now.why(), now.sinceNs(), true));
  }

  /** How long the present pause has been, s. */
  double pauseS(long nowNs) {
    return pause.map(now -> (nowNs - now.sinceNs()) / 1e9).orElse(0.0);
  }

  void resume(long nowNs) {
    pausedBeforeNs += pause.map(now -> nowNs - now.sinceNs()).orElse(0L);
    pause = Optional.empty();
  }

  /** All pauses together, s. */
  double pausedS(long nowNs) {
    return pausedBeforeNs / 1e9 + pauseS(nowNs);
  }

  double elapsedS(long nowNs) {
    return (nowNs - openedNs) / 1e9 - pausedS(nowNs);
  }

  /** For the status. */
  Optional<Status.Pause> view(long nowNs) {
    return pause.map(now -> new Status.Pause(now.why(), pauseS(nowNs), now.cartridgeOut()));
  }
}
