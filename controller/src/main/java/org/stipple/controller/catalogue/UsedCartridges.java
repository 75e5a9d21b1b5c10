package org.stipple.controller.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which single-use cartridges were used, and in which session: a line each, {@code TYPE LOT SERIAL
 * SESSION}, in a file that is only ever appended to. Any cold thread.
 */
public final class UsedCartridges {

  private final Path file;
  private final Map<String, String> sessions = new HashMap<>();

  private UsedCartridges(Path file) {
    this.file = file;
  }

  /**
   * Reads the register; a file that is not there is an empty one. A last line without its end, cut
   * by a power loss, counts as far as it is whole.
   *
   * @throws IOException when it cannot be read
   */
  public static UsedCartridges in(Path file) throws IOException {
    UsedCartridges used = new UsedCartridges(file);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", -1);
        if (words.length == 4) {
          used.sessions.put(key(words[0], words[1], words[2]), words[3]);
        }
      }
    }
    return used;
  }

  private static String key(String type, String lot, String serial) {
    return type + " " + lot + " " + serial;
  }

  /** The session in which it was used; empty where it was not, or bears no serial number. */
  public synchronized Optional<String> sessionOf(MountedCartridge cartridge) {
    return cartridge
        .serial()
        .flatMap(serial ->
            Optional.ofNullable(
                sessions.get(key(cartridge.type().name(), cartridge.lot(), serial))));
  }

  /**
   * Notes that it is used now; on disk when this returns. Without a serial number, or where it is
   * not for single use, there is nothing to note.
   */
  public synchronized void use(MountedCartridge cartridge, String session) throws IOException {
    if (!cartridge.type().singleUse() || cartridge.serial().isEmpty()) {
      return;
    }
    String key = key(cartridge.type().name(), cartridge.lot(), cartridge.serial().get());
    if (session.equals(sessions.get(key))) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      // A line of its own, also behind one that a power loss cut.
      ByteBuffer line = StandardCharsets.UTF_8.encode("\n" + key + " " + session + "\n");
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    }
    sessions.put(key, session);
  }
}
