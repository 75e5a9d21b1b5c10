package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that only takes up room, so that a disk which others have filled still has some for the
 * record of a running session. It gives way a step at a time, since whoever filled the disk would
 * take all that is free.
 *
 * <p>Any cold thread; calls wait for the disk.
 */
public final class Reserve {
  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

  /** It grows and gives way by this much, bytes: a minute of a session's record and more. */
  public static final int STEP = 1 << 20;

  private final Path file;
  private final long wantedBytes;

  private Reserve(Path file, long wantedBytes) {
    this.file = file;
    this.wantedBytes = wantedBytes;
  }

  /**
   * One in that folder, as large as an earlier run left it; {@link #grow} makes it whole.
   *
   * @param bytes how large it is to be; 0 = there is to be none
   */
  public static Reserve in(Path folder, long bytes) {
    return new Reserve(folder.resolve("reserve"), bytes);
  }

  /** How large it is to be, bytes. */
  public long wantedBytes() {
    return wantedBytes;
  }

  /** How much room it takes up now, bytes. */
  public synchronized long heldBytes() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  /**
   * Makes it larger by a step where it is not whole, or as small as it is to be.
   *
   * @throws IOException where the disk does not take it
   */
  public synchronized void grow() throws IOException {
    long held = heldBytes();
    if (held == wantedBytes) {
      return;
    }
    if (wantedBytes == 0) {
      Files.delete(file);
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (held > wantedBytes) {
        channel.truncate(wantedBytes);
        return;
      }
      ByteBuffer noise = ByteBuffer.wrap(noise((int) Math.min(STEP, wantedBytes - held)));
      try {
        for (long at = held; noise.hasRemaining(); ) {
          at += channel.write(noise, at);
        }
        channel.force(true);
      } catch (IOException e) {
        channel.truncate(held); // half a step would be room that nobody counts with
        throw e;
      }
    }
  }

  /** Nothing a file system could leave out, as it may do with zeros. */
  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new SplittableRandom(1).nextBytes(noise);
    return noise;
  }

  /** Whether that failure is one that room would cure. */
  boolean helps(IOException failure) {
    String why = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (why.contains("space") || why.contains("quota")) {
      return true;
    }
    try {
      return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < STEP;
    } catch (IOException _) {
      return false;
    }
  }

  /** Gives up a step; false where nothing is left to give. */
  synchronized boolean giveWay() {
    long held = heldBytes();
    if (held == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, held - STEP));
    } catch (IOException e) {
      LOG.error("the reserve cannot give way: {}", e.toString());
      return false;
    }
    LOG.warn("the disk is full: the reserve gives way, {} MB of it are left", (held - STEP) >> 20);
    return true;
  }
}
