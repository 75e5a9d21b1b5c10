package org.stipple.telemetry.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * bdSeq, the number that ties a death to its birth: one more for each attempt to connect, 0..255,
 * kept in a file so that a death from before a restart never matches a birth after it.
 */
final class BirthSequence {
  private static final Logger LOG = LoggerFactory.getLogger(BirthSequence.class);

  private final Path file;

  BirthSequence(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The next number; it is in the file when this returns. */
  int next() throws IOException {
    int next = (last() + 1) & 0xFF;
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer text = ByteBuffer.wrap((next + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        out.write(text);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return next;
  }

  /** What the file holds; -1 when it is missing or broken, so that the next is 0. */
  private int last() throws IOException {
    try {
      int last = Integer.parseInt(Files.readString(file, StandardCharsets.US_ASCII).strip());
      return last & 0xFF;
    } catch (NoSuchFileException _) {
      return -1;
    } catch (NumberFormatException _) {
      LOG.warn("{} is broken; bdSeq begins at 0", file);
      return -1;
    }
  }
}
