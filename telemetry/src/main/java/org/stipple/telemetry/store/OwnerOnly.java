package org.stipple.telemetry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with clients' references in them are nobody's but the service's. */
final class OwnerOnly {

  private OwnerOnly() {}

  static void make(Path file) throws IOException {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (UnsupportedOperationException _) {
      // No such rights on this file system: it has its own.
    }
  }
}
