package org.stipple.controller.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stipple.telemetry.record.RecordNames;
import org.stipple.telemetry.record.RecordedEntry;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.upload.Receipt;
import org.stipple.telemetry.upload.Receipts;

/** The records in a folder, a line each, the oldest first. Read only, whoever writes there. */
final class RecordList {

  static final String HEADING =
      "%-24s  %-24s  %-16s  %8s  %8s  %-11s  %s"
          .formatted("session", "begun", "client", "strokes", "entries", "end", "at the clinic");

  private RecordList() {}

  /**
   * The lines of a folder.
   *
   * @throws NoSuchFileException where there is no such folder
   */
  static List<String> of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + RecordNames.SUFFIX)) {
      found.forEach(files::add);
    }
    files.sort(null);
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      lines.add(line(file));
    }
    return lines;
  }

  private static String line(Path file) {
    String name = String.valueOf(file.getFileName()).replace(RecordNames.SUFFIX, "");
    try {
      List<RecordedEntry> entries = SessionBook.bystander(file);
      return row(
          name,
          entries.isEmpty() ? "-" : entries.getFirst().at().toString(),
          opened(entries).map(opened -> opened.client().value()).orElse("-"),
          closed(entries).map(closed -> Long.toString(closed.strokes())).orElse("-"),
          Integer.toString(entries.size()),
          closed(entries).map(closed -> closed.why().label()).orElse("still open"),
          atTheClinic(file));
    } catch (IOException | IllegalArgumentException e) {
      return row(name, "-", "-", "-", "-", "DAMAGED", "stipple record verify tells where");
    }
  }

  private static String row(String... cells) {
    return "%-24s  %-24s  %-16s  %8s  %8s  %-11s  %s".formatted((Object[]) cells);
  }

  private static Optional<SessionEntry.Opened> opened(List<RecordedEntry> entries) {
    return entries.stream()
        .map(RecordedEntry::entry)
        .filter(SessionEntry.Opened.class::isInstance)
        .map(SessionEntry.Opened.class::cast)
        .findFirst();
  }

  private static Optional<SessionEntry.Closed> closed(List<RecordedEntry> entries) {
    return entries.reversed().stream()
        .map(RecordedEntry::entry)
        .filter(SessionEntry.Closed.class::isInstance)
        .map(SessionEntry.Closed.class::cast)
        .findFirst();
  }

  private static String atTheClinic(Path file) throws IOException {
    Optional<Receipt> receipt = Receipts.of(file);
    if (receipt.isEmpty()) {
      return "no";
    }
    if (receipt.get().problem().isPresent()) {
      return "refused: " + receipt.get().problem().get();
    }
    long there = receipt.get().has().bytes();
    long here = Files.size(file);
    return there >= here ? "yes" : "%d of %d bytes".formatted(there, here);
  }
}
