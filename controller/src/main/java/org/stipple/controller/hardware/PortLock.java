package org.stipple.controller.hardware;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right of one controller to one port, held as a lock on a file that is named after the device.
 *
 * <p>jSerialComm locks the device itself too, but only after it has opened it and raised DTR, which
 * resets some boards: a second controller must be turned away before it touches the port at all.
 * The kernel drops the lock when its process ends, however it ends.
 */
final class PortLock implements AutoCloseable {

  /** World-writable and emptied at boot on every systemd host; the second is for the others. */
  private static final Path FOLDER = Path.of("/run/lock");

  private static final Path FOLDER_OTHERWISE = Path.of("/tmp");

  private final Path device;
  private final FileChannel channel;

  private PortLock(Path device, FileChannel channel) {
    this.device = device;
    this.channel = channel;
  }

  /** Thrown when another controller holds the port. */
  static final class Held extends IOException {
    private static final long serialVersionUID = 1L;

    Held(Path device, String holder) {
      super(device + " is in use by another controller" + holder);
    }
  }

  /** The device this lock is for. */
  Path device() {
    return device;
  }

  /**
   * Takes the lock.
   *
   * @param device canonical path of the device
   * @throws Held when another controller has it
   * @throws IOException when the lock file cannot be used
   */
  static PortLock take(Path device) throws IOException {
    FileChannel channel = open(fileFor(device));
    boolean taken = false;
    try {
      if (!tryLock(channel)) {
        throw new Held(device, holder(channel));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
          0);
      taken = true;
      return new PortLock(device, channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /** Says who holds the device, or nothing when nobody does; changes nothing. */
  static Optional<String> holderOf(Path device) {
    try (FileChannel channel =
        FileChannel.open(fileFor(device), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return tryLock(channel) ? Optional.empty() : Optional.of(holder(channel).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // another line of this very process
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
  }

  private static Path fileFor(Path device) {
    String name =
        device
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceFirst("^-", "");
    Path folder = Files.isWritable(FOLDER) ? FOLDER : FOLDER_OTHERWISE;
    return folder.resolve("stipple-" + name + ".lock");
  }

  /**
   * Opens the lock file without creating it where it exists: in a sticky folder the kernel refuses
   * the creating form to everybody but its owner, root included.
   */
  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException _) {
      try {
        FileChannel created =
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW);
        // Any user's controller must be able to see that the port is taken.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return created;
      } catch (FileAlreadyExistsException _) {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      }
    }
  }

  /** Gives the port back. The file stays: removing it would race with the next controller. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
