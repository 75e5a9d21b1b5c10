package org.stipple.controller.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the host says about the user who runs this, by which default paths are found.
 *
 * @param home the user's home folder
 * @param runtimeFolder $XDG_RUNTIME_DIR, where the system gives one
 * @param userId numeric id of the user
 */
record Surroundings(Path home, Optional<Path> runtimeFolder, long userId) {

  static Surroundings ofThisProcess() {
    return new Surroundings(
        Path.of(System.getProperty("user.home", "/tmp")),
        Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .filter(Files::isDirectory),
        userIdOfThisProcess());
  }

  /** Where the control socket is unless the settings say otherwise. */
  Path controlSocket() {
    return runtimeFolder
        .map(folder -> folder.resolve("stipple"))
        .orElse(Path.of("/tmp/stipple-" + userId))
        .resolve("control.sock");
  }

  private static long userIdOfThisProcess() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException | UnsupportedOperationException _) {
      return 0;
    }
  }
}
