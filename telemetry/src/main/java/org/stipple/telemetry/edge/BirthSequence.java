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
 * kept in a file so that a death from before a restart never matches a birth after it. Where the
 * file cannot be written (a full disk), it goes on counting in memory: nobody shall go unseen for
 * that.
 */
final class BirthSequence {
  private static final Logger LOG = LoggerFactory.getLogger(BirthSequence.class);

  private final Path file;
  private int lastInMemory = -1;
  private boolean writable = true;

  BirthSequence(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The next number; it is in the file when this returns, unless that cannot be written. */
  int next() throws IOException {
    int next = ((writable ? last() : lastInMemory) + 1) & 0xFF;
    lastInMemory = next;
    try {
      write(next);
      writable = true;
    } catch (IOException e) {
      if (writable) {
        LOG.warn("{} cannot be written ({}); bdSeq is counted in memory", file, e.getMessage());
      }
      writable = false;
    }
    return next;
  }

  private void write(int number) throws IOException {
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
      ByteBuffer text = ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        out.write(text);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
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
