package org.stipple.sim.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The programs a measurement needs beside our own: found, installed from Debian's packages when we
 * are root, or compiled from the sources beside this class.
 *
 * <p>Threading: one thread.
 */
final class Toolbox {

  private static final int INSTALL_MINUTES = 5;
  private static final long COMPILE_S = 60;

  private final Path folder;
  private final Map<String, String> missing = new LinkedHashMap<>();

  /** Puts what it makes into that folder. */
  Toolbox(Path folder) {
    this.folder = folder;
  }

  /** A program of a Debian package; empty and noted where it is not to be had. */
  Optional<Path> program(String name, String debianPackage) throws InterruptedException {
    Optional<Path> found = onPath(name);
    if (found.isEmpty() && install(debianPackage)) {
      found = onPath(name);
    }
    if (found.isEmpty()) {
      missing.put(name, "not installed; apt-get install " + debianPackage + " brings it");
    }
    return found;
  }

  /** Compiles a source beside this class. */
  Optional<Path> compiled(String compiler, String debianPackage, String source)
      throws IOException, InterruptedException {
    Optional<Path> with = program(compiler, debianPackage);
    if (with.isEmpty()) {
      return Optional.empty();
    }
    Path binary = folder.resolve(source.substring(0, source.indexOf('.')));
    Path text = copied(source);
    boolean made =
        run(
            List.of(with.get().toString(), "-O2", "-o", binary.toString(), text.toString()),
            COMPILE_S);
    if (!made) {
      missing.put(source, "does not compile here");
    }
    return made ? Optional.of(binary) : Optional.empty();
  }

  /** A file beside this class, copied to the folder. */
  Path copied(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Toolbox.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " beside " + Toolbox.class.getName());
      }
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** What could not be had, and why. */
  Map<String, String> missing() {
    return missing;
  }

  private static Optional<Path> onPath(String name) {
    for (String place : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
      Path file = Path.of(place.isEmpty() ? "." : place, name);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static boolean install(String debianPackage) throws InterruptedException {
    if (!"root".equals(System.getProperty("user.name")) || onPath("apt-get").isEmpty()) {
      return false;
    }
    System.out.println("installing " + debianPackage);
    return run(List.of("apt-get", "update", "-q"), TimeUnit.MINUTES.toSeconds(INSTALL_MINUTES))
        && run(
            List.of("apt-get", "install", "-y", "-q", "--no-install-recommends", debianPackage),
            TimeUnit.MINUTES.toSeconds(INSTALL_MINUTES));
  }

  private static boolean run(List<String> command, long limitS) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(limitS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
