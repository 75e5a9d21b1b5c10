package org.stipple.telemetry.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.stipple.telemetry.session.SessionId;

/**
 * What could be saved of a record that was cut or damaged.
 *
 * @param session whose it is
 * @param file the new file with the sound entries
 * @param entries how many these are
 * @param lostBytes bytes of the old file that are not in the new one
 * @param why what was wrong with the old file, with its place
 * @param closed whether the new one was closed as interrupted and signed
 */
public record Rescue(
    SessionId session, Path file, int entries, long lostBytes, String why, boolean closed) {

  /**
   * Copies the sound entries of a record to a file of the same name in another folder; the old file
   * is not touched.
   *
   * @param folder where to; made if missing
   * @param key of the device, to close and sign the copy; without it the copy stays open
   * @throws IllegalArgumentException where there is nothing to save, or the copy is there already
   * @throws IOException when a file cannot be read or written
   */
  public static Rescue of(Path record, Path folder, Optional<SigningKey> key, InstantSource clock)
      throws IOException {
    SessionId session = RecordNames.session(record);
    RecordLines lines = RecordLines.read(record, session);
    Optional<String> why =
        lines
            .wrong()
            .or(() ->
                lines.cutBytes() > 0 ? Optional.of("its last line was cut") : Optional.empty())
            .or(() -> lines.closed() ? Optional.empty() : Optional.of("it is not closed"));
    if (why.isEmpty()) {
      throw new IllegalArgumentException(record + " is whole and closed: nothing to recover");
    }
    if (lines.entries().isEmpty()) {
      throw new IllegalArgumentException(
          record + " has not one sound entry (" + why.get() + "): nothing can be recovered");
    }
    Path copy = folder.resolve(RecordNames.file(session));
    if (Files.exists(copy)) {
      throw new IllegalArgumentException(copy + " is there already; name another folder with --to");
    }
    Files.createDirectories(folder);
    byte[] bytes = Files.readAllBytes(record);
    byte[] sound = Arrays.copyOf(bytes, Math.toIntExact(lines.wholeBytes()));
    Files.write(copy, sound, StandardOpenOption.CREATE_NEW);
    boolean closes = key.isPresent() && !lines.closed();
    if (closes) {
      try (SessionFile reopened = SessionFile.reopen(copy, session, key.get(), lines)) {
        reopened.append(clock.instant(), Interruption.endOf(lines.entries()));
      }
    }
    return new Rescue(
        session,
        copy,
        lines.entries().size(),
        bytes.length - sound.length,
        why.get(),
        closes || lines.closed());
  }
}
