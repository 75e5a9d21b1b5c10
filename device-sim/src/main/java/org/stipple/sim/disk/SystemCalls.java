package org.stipple.sim.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a real process asked of its disk, call by call, as strace writes it down. Memory that is
 * mapped to a file is not seen; neither our records nor SQLite's database and write-ahead log are
 * written that way (its index of the log is, which no restart relies on).
 */
public final class SystemCalls {

  private static final Path STRACE = Path.of("/usr/bin/strace");

  private static final Pattern OPEN =
      Pattern.compile("openat\\([^,]*, \"(.*?)\", ([A-Z_|]+)(?:, \\d+)?\\) += (\\d+)<.*");
  private static final Pattern WRITE_AT =
      Pattern.compile("pwrite64\\((\\d+)<(.*?)>, \"(.*?)\", \\d+, (\\d+)\\) += (\\d+)");
  private static final Pattern WRITE =
      Pattern.compile("write\\((\\d+)<(.*?)>, \"(.*?)\", \\d+\\) += (\\d+)");
  private static final Pattern FORCE = Pattern.compile("(?:fsync|fdatasync)\\(\\d+<(.*?)>\\) += 0");
  private static final Pattern RESIZE = Pattern.compile("ftruncate\\(\\d+<(.*?)>, (\\d+)\\) += 0");
  private static final Pattern REMOVE =
      Pattern.compile("unlink(?:at)?\\((?:AT_FDCWD[^,]*, )?\"(.*?)\"(?:, 0)?\\) += 0");
  private static final Pattern RENAME = Pattern.compile("rename\\(\"(.*?)\", \"(.*?)\"\\) += 0");
  private static final Pattern MAKE_FOLDER = Pattern.compile("mkdir\\(\"(.*?)\", \\d+\\) += 0");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");

  private final String root;
  private final List<DiskChange> changes = new ArrayList<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Boolean> appending = new HashMap<>();
  private final Map<String, String> unfinished = new HashMap<>();

  private SystemCalls(Path root) {
    this.root = root.toAbsolutePath().normalize() + "/";
  }

  /** Whether this computer has what it takes. */
  public static boolean canBeSeen() {
    return Files.isExecutable(STRACE);
  }

  /** What stands before the command of the process that is to be watched. */
  public static List<String> watching(Path tape) {
    return List.of(
        STRACE.toString(),
        "-f",
        "-y",
        "-xx",
        "-s",
        "4000000",
        "-o",
        tape.toString(),
        "-e",
        "trace=openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,mkdir");
  }

  /**
   * What was asked below that folder, in its order.
   *
   * @throws IOException where the tape cannot be read or has something on it that is not understood
   */
  public static List<DiskChange> read(Path tape, Path root) throws IOException {
    SystemCalls calls = new SystemCalls(root);
    try (BufferedReader lines = Files.newBufferedReader(tape, StandardCharsets.US_ASCII)) {
      for (String line; (line = lines.readLine()) != null; ) {
        calls.take(line);
      }
    }
    return List.copyOf(calls.changes);
  }

  private void take(String line) throws IOException {
    int space = line.indexOf(' ');
    String process = line.substring(0, space);
    String call = line.substring(space).strip();
    if (call.endsWith("<unfinished ...>")) {
      unfinished.put(process, call.substring(0, call.length() - "<unfinished ...>".length()));
      return;
    }
    Matcher resumed = RESUMED.matcher(call);
    if (resumed.matches()) {
      @Nullable String begun = unfinished.remove(process);
      if (begun == null) {
        throw new IOException("a call goes on that did not begin: " + call);
      }
      call = begun.stripTrailing() + resumed.group(1).replaceFirst("^ +(?==)", " ");
    }
    change(call);
  }

  private void change(String call) {
    Matcher open = OPEN.matcher(call);
    if (open.matches()) {
      opened(text(open.group(1)), open.group(2), Integer.parseInt(open.group(3)));
      return;
    }
    Matcher writeAt = WRITE_AT.matcher(call);
    if (writeAt.matches()) {
      written(
          text(writeAt.group(2)),
          Long.parseLong(writeAt.group(4)),
          writeAt.group(3),
          Integer.parseInt(writeAt.group(5)));
      return;
    }
    Matcher write = WRITE.matcher(call);
    if (write.matches()) {
      writtenOn(
          Integer.parseInt(write.group(1)),
          text(write.group(2)),
          write.group(3),
          Integer.parseInt(write.group(4)));
      return;
    }
    names(call);
  }

  private void names(String call) {
    Matcher force = FORCE.matcher(call);
    Matcher resize = RESIZE.matcher(call);
    Matcher remove = REMOVE.matcher(call);
    Matcher rename = RENAME.matcher(call);
    Matcher folder = MAKE_FOLDER.matcher(call);
    if (force.matches() && isBelow(text(force.group(1)))) {
      changes.add(new DiskChange.Force(relative(text(force.group(1)))));
    } else if (resize.matches() && isBelow(text(resize.group(1)))) {
      resized(text(resize.group(1)), Long.parseLong(resize.group(2)));
    } else if (remove.matches() && isBelow(text(remove.group(1)))) {
      changes.add(new DiskChange.Remove(relative(text(remove.group(1)))));
      sizes.remove(text(remove.group(1)));
    } else if (rename.matches() && isBelow(text(rename.group(1)))) {
      String to = text(rename.group(2));
      changes.add(new DiskChange.Rename(relative(text(rename.group(1))), relative(to)));
      sizes.put(to, sizes.getOrDefault(text(rename.group(1)), 0L));
      sizes.remove(text(rename.group(1)));
    } else if (folder.matches() && isBelow(text(folder.group(1)))) {
      changes.add(new DiskChange.MakeFolder(relative(text(folder.group(1)))));
    }
  }

  private void opened(String path, String flags, int descriptor) {
    positions.put(descriptor, 0L);
    appending.put(descriptor, flags.contains("O_APPEND"));
    if (!isBelow(path)) {
      return;
    }
    if (flags.contains("O_CREAT") && !sizes.containsKey(path)) {
      changes.add(new DiskChange.MakeFile(relative(path)));
      sizes.put(path, 0L);
    } else if (flags.contains("O_TRUNC")) {
      resized(path, 0);
    }
  }

  private void resized(String path, long bytes) {
    changes.add(new DiskChange.Resize(relative(path), bytes));
    sizes.put(path, bytes);
  }

  private void writtenOn(int descriptor, String path, String data, int count) {
    long at =
        appending.getOrDefault(descriptor, false)
            ? sizes.getOrDefault(path, 0L)
            : positions.getOrDefault(descriptor, 0L);
    written(path, at, data, count);
    positions.put(descriptor, at + count);
  }

  private void written(String path, long offset, String data, int count) {
    if (isBelow(path)) {
      byte[] all = bytes(data);
      byte[] taken = java.util.Arrays.copyOf(all, Math.min(count, all.length));
      changes.add(new DiskChange.Write(relative(path), offset, taken));
      sizes.merge(path, offset + count, Math::max);
    }
  }

  private boolean isBelow(String path) {
    return path.startsWith(root) || (path + "/").equals(root);
  }

  /** The folder itself is the empty text. */
  private String relative(String path) {
    return path.length() < root.length() ? "" : path.substring(root.length());
  }

  private static String text(String hex) {
    return new String(bytes(hex), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace("\\x", ""));
  }
}
