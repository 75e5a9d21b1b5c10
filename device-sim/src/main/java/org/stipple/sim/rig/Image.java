package org.stipple.sim.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.stipple.sim.ensemble.Workplace;

/**
 * What the rig boots: kernel, first programs, root file system, description of the machine. Made
 * once and kept in the user's cache, under a name that follows from what it is made by.
 *
 * @param folder where it is
 */
record Image(Path folder) {

  private static final String MAKER = "make-image";
  private static final List<String> SOURCES = List.of(MAKER, "init", "pi.dts");

  /**
   * The image, made where it is missing.
   *
   * @param sources folder of the scripts that make it
   * @param progress is told each step of making it
   * @throws IOException in one line, where it cannot be made
   */
  static Image ready(Path sources, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path folder = cache().resolve("rig-" + fingerprint(sources));
    if (Files.exists(folder.resolve("root.sq"))) {
      // Kept from last time; this computer may be another one.
      make(sources, "--programs-only", progress);
      return new Image(folder);
    }
    Files.createDirectories(cache());
    Path unfinished = Files.createTempDirectory(cache(), "rig-unfinished-");
    try {
      make(sources, unfinished.toString(), progress);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException _) {
      // Somebody else made the same one meanwhile.
    } finally {
      if (Files.exists(unfinished)) {
        Workplace.remove(unfinished);
      }
    }
    return new Image(folder);
  }

  private static void make(Path sources, String what, Consumer<String> progress)
      throws IOException, InterruptedException {
    Process maker =
        new ProcessBuilder(sources.resolve(MAKER).toString(), what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try (BufferedReader steps = maker.inputReader()) {
      steps.lines().forEach(progress);
    }
    if (maker.waitFor() != 0) {
      throw new IOException("the image could not be made; the lines above tell why");
    }
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home", "/tmp"), ".cache"))
        .resolve("stipple");
  }

  private static String fingerprint(Path sources) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : SOURCES) {
        digest.update(Files.readAllBytes(sources.resolve(name)));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Path kernel() {
    return folder.resolve("Image");
  }

  Path firstPrograms() {
    return folder.resolve("initrd.lz4");
  }

  Path root() {
    return folder.resolve("root.sq");
  }

  Path description() {
    return folder.resolve("pi.dtb");
  }

  /** Version of the kernel, as in {@code 6.12.107+deb13-arm64}. */
  String release() throws IOException {
    return Files.readString(folder.resolve("kernel-release")).strip();
  }
}
