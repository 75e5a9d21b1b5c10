package org.stipple.sim.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The symbolic link under which a host finds the board's line; replaced in one step. */
final class LinkPath {

  private final Path path;

  LinkPath(Path path) {
    this.path = path.toAbsolutePath();
  }

  /**
   * Lets the link point to {@code target}.
   *
   * @throws IOException where something that is no symbolic link stands there
   */
  void pointTo(Path target) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path)) {
      throw new IOException(path + " exists and is no symbolic link; name another --link");
    }
    Path beside = path.resolveSibling(path.getFileName() + ".new." + ProcessHandle.current().pid());
    Files.deleteIfExists(beside);
    Files.createSymbolicLink(beside, target);
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes the link if it is still ours. */
  void remove(Path target) throws IOException {
    if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(target)) {
      Files.delete(path);
    }
  }
}
