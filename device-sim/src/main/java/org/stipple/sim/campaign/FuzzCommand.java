package org.stipple.sim.campaign;

import static java.util.Comparator.comparingLong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.ensemble.Workplace;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign fuzz}. */
@Command(
    name = "fuzz",
    description = {
      "Bytes on the wire again, both ways, but searched for: a fuzzer (Jazzer) sees which code an"
          + " input reached and goes on from those that reached more. It begins with recorded"
          + " dialogues.",
      "",
      "The host's whole tick hears it beside its board, the simulated board after its host: no"
          + " exception, no hang, nothing driven that is not armed, and the next sound frame is"
          + " understood. What breaks one of these is kept where a test plays it from then on."
    },
    mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {

  private static final int SECONDS_MAX = 1_000_000;
  private static final int MARGIN_S = 120;
  private static final int HANGS_AFTER_S = 20;

  /** Findings of the same run; most are one mistake found again. */
  private static final int FINDINGS_MAX = 10;

  /** Kept of a run that was told to keep: what verify plays must stay quick. */
  private static final int KEPT_MAX = 100;

  private static final String KEPT = "device-sim/src/test/resources/org/stipple/sim/campaign";
  private static final String GOLDEN = "device-sim/src/test/resources/golden-vectors.txt";
  private static final Pattern STATE =
      Pattern.compile(
          "#(\\d+)\\s+\\S+\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)/\\S+ .*exec/s: (\\d+)");
  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: (\\d+)|Done (\\d+) runs");

  /** Who hears it. */
  private enum Ears {
    HOST("host", HostEars.class),
    BOARD("board", BoardEars.class);

    final String label;
    final Class<?> type;

    Ears(String label, Class<?> type) {
      this.label = label;
      this.type = type;
    }
  }

  /** What a run showed. */
  private record Found(long executions, long covered, List<Path> inputs) {}

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long, half of it for each side (default: 120).")
  private int seconds = 120;

  @Option(names = "--seed", paramLabel = "S", description = "Default: 1.")
  private long seed = 1;

  @Option(
      names = "--keep",
      description = "Keep what reached new code, too, for the test to play (not only what broke).")
  private boolean keep;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 2 || seconds > SECONDS_MAX || seed < 1 || seed > Integer.MAX_VALUE) {
      System.err.println("campaign fuzz: --seconds 2 to 1000000, --seed 1 to 2147483647");
      return 2;
    }
    Path home = Path.of(System.getProperty("stipple.home", ""));
    String fuzzer = fuzzer(home);
    System.out.printf("%d s, seed %d%n", seconds, seed);
    ProgressLine progress = ProgressLine.on(System.err);
    Figures figures = new Figures(seed);
    List<String> inputs = new ArrayList<>();
    for (Ears ears : Ears.values()) {
      Path work = Files.createTempDirectory("stipple-fuzz-" + ears.label + "-");
      Found found = hunt(ears, home, work, fuzzer, progress);
      String id = "campaign.fuzz." + ears.label;
      figures.addCount(id + ".executions", found.executions(), Goal.moreThan(0));
      figures.addCount(id + ".edges", found.covered(), Goal.moreThan(0));
      figures.addCount(id + ".found", found.inputs().size(), Goal.exactly(0));
      found.inputs().forEach(input -> inputs.add(ears.label + ": " + input.getFileName()));
      keep(home, ears, found.inputs());
      if (found.inputs().isEmpty()) {
        Workplace.remove(work);
      } else {
        System.out.println("what was found: " + work);
      }
    }
    if (!inputs.isEmpty()) {
      System.out.println("kept under " + KEPT + "; FuzzedWireTest plays them from now on");
    }
    String command = "stipple campaign fuzz --seconds %d --seed %d".formatted(seconds, seed);
    return results.tell(figures, () -> page(figures, inputs, command));
  }

  private static ReportPage page(Figures figures, List<String> inputs, String command) {
    ReportPage page = new ReportPage("Campaign fuzz: a search for bytes that break", command);
    page.figures(figures);
    page.violations(inputs);
    return page;
  }

  /** The fuzzer is no part of Stipple: the launcher fetches it for this verb alone. */
  private static String fuzzer(Path home) throws IOException {
    Path folder = home.resolve("target").resolve("fuzz");
    if (!Files.isDirectory(folder)) {
      throw new IOException("no fuzzer in " + folder + "; ./stipple campaign fuzz fetches it");
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return String.join(
          ":", jars.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
    }
  }

  private Found hunt(Ears ears, Path home, Path work, String fuzzer, ProgressLine progress)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectory(work.resolve("corpus"));
    int seeds = plant(ears, home, corpus);
    Path log = work.resolve("log");
    int share = seconds / 2;
    Process process =
        Launch.start(
            command(
                ears,
                fuzzer,
                List.of(
                    "--keep_going=" + FINDINGS_MAX,
                    "--reproducer_path=" + work,
                    corpus.toString(),
                    "-artifact_prefix=" + work + "/found-",
                    "-max_total_time=" + share,
                    "-timeout=" + HANGS_AFTER_S,
                    "-max_len=" + WireScript.LONGEST,
                    "-rss_limit_mb=0",
                    "-print_final_stats=1",
                    "-seed=" + seed)),
            log);
    long startNs = System.nanoTime();
    while (!process.waitFor(1, TimeUnit.SECONDS)) {
      double spentS = (System.nanoTime() - startNs) / 1e9;
      progress.showBar(spentS / share, ears.label + " hears", ", " + state(log));
      if (spentS > share + MARGIN_S) {
        process.destroyForcibly();
        throw new IOException("the fuzzer does not end; see " + log);
      }
    }
    progress.say("");
    progress.say(ears.label + ": " + seeds + " inputs to begin with; " + state(log));
    String text = Files.readString(log);
    long executed = executed(text);
    if (executed == 0) {
      throw new IOException("the fuzzer did not run; see " + log);
    }
    if (keep) {
      keepNew(ears, home, corpus, work.resolve("merged"), fuzzer);
    }
    return new Found(executed, covered(text), artifacts(work));
  }

  private static List<String> command(Ears ears, String fuzzer, List<String> rest) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx768m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path") + ":" + fuzzer,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + ears.type.getName(),
                "--instrumentation_includes=org.stipple.controller.**:org.stipple.sim.board.**"));
    command.addAll(rest);
    return command;
  }

  /** Writes what the fuzzer begins with. */
  private static int plant(Ears ears, Path home, Path corpus) throws IOException {
    List<String> golden = Files.readAllLines(home.resolve(GOLDEN));
    List<byte[]> inputs =
        new ArrayList<>(
            ears == Ears.HOST ? WireSeeds.ofTheBoard(golden) : WireSeeds.ofTheHost(golden));
    inputs.addAll(WireSeeds.kept(Files.readAllLines(keptOf(home, ears))));
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(corpus.resolve(String.format(Locale.ROOT, "seed-%04d", i)), inputs.get(i));
    }
    return inputs.size();
  }

  private static Path keptOf(Path home, Ears ears) {
    return home.resolve(KEPT).resolve("wire-" + ears.label + ".txt");
  }

  private static String state(Path log) throws IOException {
    Matcher matcher = STATE.matcher(Files.readString(log));
    String last = "starting";
    while (matcher.find()) {
      last =
          "%s inputs, %s edges, %s kept, %s a second"
              .formatted(matcher.group(1), matcher.group(2), matcher.group(4), matcher.group(5));
    }
    return last;
  }

  private static long executed(String log) {
    Matcher matcher = EXECUTED.matcher(log);
    long executed = 0;
    while (matcher.find()) {
      String count = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      executed = Math.max(executed, Long.parseLong(count));
    }
    return executed;
  }

  private static long covered(String log) {
    Matcher matcher = STATE.matcher(log);
    long covered = 0;
    while (matcher.find()) {
      covered = Math.max(covered, Long.parseLong(matcher.group(2)));
    }
    return covered;
  }

  /** Inputs that broke something, or did not end. */
  private static List<Path> artifacts(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("found-"))
          .sorted()
          .toList();
    }
  }

  /** Of all inputs few that reach as much code, and of these the shortest. */
  private static void keepNew(Ears ears, Path home, Path corpus, Path merged, String fuzzer)
      throws IOException, InterruptedException {
    Files.createDirectory(merged);
    Process process =
        Launch.start(
            command(
                ears,
                fuzzer,
                List.of("-merge=1", "-rss_limit_mb=0", merged.toString(), corpus.toString())),
            merged.resolveSibling("merge.log"));
    process.waitFor();
    try (Stream<Path> files = Files.list(merged)) {
      keep(
          home,
          ears,
          files.sorted(comparingLong(file -> file.toFile().length())).limit(KEPT_MAX).toList());
    }
  }

  /** Adds inputs to those the test plays; none twice. */
  private static void keep(Path home, Ears ears, List<Path> inputs) throws IOException {
    Path file = keptOf(home, ears);
    List<String> present = Files.readAllLines(file);
    List<String> added = new ArrayList<>();
    for (Path input : inputs) {
      String line = HexFormat.of().formatHex(Files.readAllBytes(input));
      if (!line.isEmpty() && !present.contains(line) && !added.contains(line)) {
        added.add(line);
      }
    }
    Files.write(file, added, StandardOpenOption.APPEND);
  }
}
