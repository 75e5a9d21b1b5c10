package org.stipple.controller.flightlog;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.Vlq;

/** What the host said to the board, in words, and where two sayings part. */
final class WireWords {

  /** Length and sequence before the content, checksum and end after it. */
  private static final int BEFORE = 2;

  private static final int AFTER = 3;

  /**
   * A message to the board.
   *
   * @param name of the command
   * @param fields as NAME=VALUE
   */
  private record Said(String name, List<String> fields) {
    @Override
    public String toString() {
      return (name + " " + String.join(" ", fields)).strip();
    }
  }

  private WireWords() {}

  /** Names the first message and value that differ; the bytes where they are no messages. */
  static String difference(DataDictionary dictionary, byte[] then, byte[] now) {
    List<Said> before = messages(dictionary, then);
    List<Said> after = messages(dictionary, now);
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      @Nullable Said one = i < before.size() ? before.get(i) : null;
      @Nullable Said other = i < after.size() ? after.get(i) : null;
      if (one == null || other == null || !one.equals(other)) {
        return parted(one, other);
      }
    }
    return "recorded bytes %s, this host sends %s"
        .formatted(HexFormat.of().formatHex(then), HexFormat.of().formatHex(now));
  }

  private static String parted(@Nullable Said one, @Nullable Said other) {
    if (one != null && other != null && one.name().equals(other.name())) {
      for (int i = 0; i < one.fields().size(); i++) {
        if (!one.fields().get(i).equals(other.fields().get(i))) {
          return "%s: recorded %s, this host sends %s (recorded \"%s\", now \"%s\")"
              .formatted(one.name(), one.fields().get(i), other.fields().get(i), one, other);
        }
      }
    }
    return "recorded %s, this host sends %s"
        .formatted(one == null ? "nothing" : one, other == null ? "nothing" : other);
  }

  private static List<Said> messages(DataDictionary dictionary, byte[] bytes) {
    List<Said> said = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int length = bytes[at] & 0xFF;
      if (length < BEFORE + AFTER || length > Frame.MAX_LENGTH || at + length > bytes.length) {
        at++; // between frames, or a piece of one
        continue;
      }
      content(dictionary, bytes, at + BEFORE, at + length - AFTER, said);
      at += length;
    }
    return said;
  }

  private static void content(
      DataDictionary dictionary, byte[] bytes, int start, int end, List<Said> said) {
    int at = start;
    while (at < end) {
      int next = Vlq.end(bytes, at, end);
      @Nullable MessageFormat format =
          next < 0 ? null : dictionary.commandById(Vlq.read(bytes, at));
      if (format == null) {
        said.add(new Said("bytes", List.of(HexFormat.of().formatHex(bytes, at, end))));
        return;
      }
      at = next;
      List<String> fields = new ArrayList<>();
      for (MessageFormat.Parameter parameter : format.parameters()) {
        next = parameter.buffer() ? at + 1 + (bytes[at] & 0xFF) : Vlq.end(bytes, at, end);
        if (next < 0 || next > end) {
          fields.add(parameter.name() + "=?");
          at = end;
          break;
        }
        fields.add(
            parameter.name()
                + "="
                + (parameter.buffer()
                    ? HexFormat.of().formatHex(bytes, at + 1, next)
                    : Integer.toString(Vlq.read(bytes, at))));
        at = next;
      }
      said.add(new Said(format.name(), fields));
    }
  }
}
