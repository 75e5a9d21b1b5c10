package org.stipple.sim.ensemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a child's JVM is started: the JVM of this process with the same class path.
 *
 * @param java the program
 * @param classPath class path of the child
 * @param home root of the project, where the options of the tick's JVM are
 * @param archives folder for class archives, by which a second start is quick; absent when the
 *     class path has folders, which an archive cannot remember
 * @param ownSession words before the command that put the child in a session of its own: Ctrl-C in
 *     a terminal goes to all processes of its group at once, and the order of the end is ours
 * @param ahead words before the command that let it go ahead of ordinary processes; empty where we
 *     may not
 */
public record Launch(
    Path java,
    String classPath,
    Path home,
    Optional<Path> archives,
    List<String> ownSession,
    List<String> ahead) {

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final List<String> AHEAD = List.of(NICE.toString(), "-n", "-10");

  /**
   * The JVM of a part that only serves pages and messages: quick start, small heap. It needs no
   * native access, and saying so would cost it the archive of the JVM's own modules.
   */
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          "--illegal-native-access=allow",
          "-Xlog:disable");

  /** What the JVM says of classes it cannot archive is nothing for a log that people read. */
  private static final String ARCHIVE_IS_NO_NEWS = "-Xlog:cds*=off:stderr";

  /** As this process was started. */
  public static Launch ofThisProcess() {
    String classPath = System.getProperty("java.class.path", "");
    return new Launch(
        Path.of(System.getProperty("java.home", ""), "bin", "java"),
        classPath,
        home(System.getProperty("stipple.home")),
        archivesFor(classPath),
        Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of(),
        mayGoAhead() ? AHEAD : List.of());
  }

  /** Below the usual niceness only root may go (or who was granted it, who can start us so). */
  private static boolean mayGoAhead() {
    return "root".equals(System.getProperty("user.name")) && Files.isExecutable(NICE);
  }

  private static Path home(@Nullable String told) {
    if (told != null) {
      return Path.of(told);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve(optionsFile()))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("start it by ./stipple demo: the JVM's options are not here");
    }
    return folder;
  }

  private static Path optionsFile() {
    return Path.of("controller", "src", "main", "jvm", "run.options");
  }

  private static Path workOptionsFile() {
    return optionsFile().resolveSibling("work.options");
  }

  /** Beside the jars: whoever removes this build removes the archives of its classes too. */
  private static Optional<Path> archivesFor(String classPath) {
    List<Path> entries = Arrays.stream(classPath.split(":")).map(Path::of).toList();
    @Nullable Path folder = entries.getFirst().toAbsolutePath().getParent();
    boolean jars = entries.stream().allMatch(Files::isRegularFile);
    return jars && folder != null && Files.isWritable(folder)
        ? Optional.of(folder)
        : Optional.empty();
  }

  /** Whether that part will leave an archive behind when it ends, which takes a second or two. */
  public boolean leavesArchive(String name) {
    return archives.isPresent() && !Files.exists(archives.get().resolve(name + ".jsa"));
  }

  /** The command of a part that serves pages or messages. */
  public List<String> small(String name, int heapMegabytes, List<String> mainAndArguments) {
    List<String> options = new ArrayList<>(SMALL);
    options.add("-Xmx" + heapMegabytes + "m");
    return command(ownSession, name, options, mainAndArguments);
  }

  /** The command of a part that has much to do: the options of {@code stipple clinic}. */
  public List<String> working(String name, int heapMegabytes, List<String> mainAndArguments) {
    return command(
        ownSession,
        name,
        List.of("@" + home.resolve(workOptionsFile()), "-Xmx" + heapMegabytes + "m"),
        mainAndArguments);
  }

  /**
   * The command of a part that keeps time: the options of {@code stipple run}, and ahead of the
   * ordinary processes of a busy computer where we may say so.
   */
  public List<String> timely(String name, List<String> mainAndArguments) {
    List<String> before = new ArrayList<>(ownSession);
    before.addAll(ahead);
    return command(
        before,
        name,
        List.of("@" + home.resolve(optionsFile()), ARCHIVE_IS_NO_NEWS),
        mainAndArguments);
  }

  private List<String> command(
      List<String> before, String name, List<String> options, List<String> rest) {
    List<String> command = new ArrayList<>(before);
    command.add(java.toString());
    command.addAll(options);
    archives.ifPresent(folder -> {
      command.add("-XX:+AutoCreateSharedArchive");
      command.add("-XX:SharedArchiveFile=" + folder.resolve(name + ".jsa"));
    });
    command.addAll(List.of("-cp", classPath, ChildMain.class.getName()));
    command.addAll(rest);
    return command;
  }

  /** Starts a command whose output goes to a file and whose input ends when this process does. */
  public static Process start(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
