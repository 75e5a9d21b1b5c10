package org.stipple.telemetry.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of keys: the secret halves are for the account of the service and nobody else. */
public final class KeyFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> EVERYBODY =
      PosixFilePermissions.fromString("rw-r--r--");

  private KeyFile() {}

  /**
   * Refuses a secret that others can read.
   *
   * @throws IOException with what to type, or where there is no such file
   */
  public static void checkSecret(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no key " + file);
    }
    Set<PosixFilePermission> rights;
    try {
      rights = Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException _) {
      return; // a file system without such rights has its own
    }
    boolean others = rights.stream().anyMatch(right -> !right.name().startsWith("OWNER_"));
    if (others) {
      throw new IOException(
          "others can reach the key %s (%s); type: chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(rights), file));
    }
    if (!Files.isReadable(file)) {
      throw new IOException(
          "the key %s is not this account's to read; it belongs to %s"
              .formatted(file, Files.getOwner(file).getName()));
    }
  }

  /** Writes a secret: whole on disk or not there, and at no moment anybody else's to read. */
  public static void writeSecret(Path file, String text) throws IOException {
    write(file, text, OWNER_ONLY);
  }

  /** Writes what all may read, as carefully. */
  public static void writeOpen(Path file, String text) throws IOException {
    write(file, text, EVERYBODY);
  }

  private static void write(Path file, String text, Set<PosixFilePermission> rights)
      throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (FileChannel channel =
        FileChannel.open(
            beside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(rights))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A folder that only its owner may enter, made if missing. */
  public static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      try {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      } catch (UnsupportedOperationException _) {
        // It has its own rights.
      }
    }
  }
}
