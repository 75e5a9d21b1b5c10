package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.sim.ensemble.BoardHand;
import org.stipple.sim.ensemble.ControllerDesk;
import org.stipple.sim.ensemble.Launch;
import tools.jackson.databind.JsonNode;

/**
 * The controller as it ships, on the simulated board, with its needle running: started, measured
 * over an interval and ended. Everything is read from outside, by the control socket and /proc.
 *
 * <p>Threading: one thread.
 */
final class ControllerUnderTest implements AutoCloseable {

  private static final long READY_MS = 30_000;
  private static final long ARMED_MS = 6_000;
  private static final long RUNNING_MS = 2_000;
  private static final int ATTEMPTS = 6;
  private static final long SETTLE_MS = 1_500;
  private static final long LOOK_MS = 50;
  private static final double SET_HZ = 100;
  private static final double TICKS_PER_SECOND = 1_000;
  private static final Pattern ALLOCATED = Pattern.compile("loop allocated ([0-9]+)");

  /**
   * What an interval showed. Times are ns.
   *
   * @param firstTicks the work of the first ticks after arming, before the interval
   */
  record Findings(
      Map<Span, Histogram> spans,
      Histogram firstTicks,
      double cpuPercent,
      double readsPerTick,
      double writesPerTick,
      double allocatedBytesPerTick,
      double worstFrequencyErrorPercent,
      String fault) {

    Histogram of(Span span) {
      return Objects.requireNonNull(spans.get(span));
    }
  }

  private final Process process;
  private final Path log;
  private final ControllerDesk desk;
  private final BoardHand hand;

  private ControllerUnderTest(Process process, Path log, ControllerDesk desk, BoardHand hand) {
    this.process = process;
    this.log = log;
    this.desk = desk;
    this.hand = hand;
  }

  /** Starts it, opens a session, arms and presses the pedal. */
  static ControllerUnderTest start(
      Launch launch, Path folder, Path settings, Path controlSocket, Path boardSocket, Load load)
      throws IOException, InterruptedException {
    Path log = folder.resolve("controller.log");
    Process process =
        Launch.start(
            launch.timely(
                "bench-controller",
                List.of(
                    Garbage.class.getName(),
                    Integer.toString(load.garbageMegabytesPerSecond),
                    Boolean.toString(load.fullCollections),
                    "org.stipple.controller.app.Main",
                    "run",
                    "--settings",
                    settings.toString())),
            log);
    ControllerUnderTest started =
        new ControllerUnderTest(
            process, log, new ControllerDesk(controlSocket), new BoardHand(boardSocket));
    try {
      started.arm();
      return started;
    } catch (IOException | InterruptedException e) {
      started.close();
      throw e;
    }
  }

  private void arm() throws IOException, InterruptedException {
    await("link", "ready");
    await("interlock", "");
    desk.order(ControllerDesk.request("reset"));
    desk.openSession("bench", "crown");
    desk.order(ControllerDesk.request("set-frequency").put("hz", SET_HZ));
    // A pause of the computer long enough trips, as it must; the measurement begins after it.
    for (int attempt = 1; !runs(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IOException(
            "does not arm in " + ATTEMPTS + " attempts; its log ends: " + lastWords());
      }
      hand.say("pedal up");
    }
    Thread.sleep(SETTLE_MS);
  }

  private boolean runs() throws IOException, InterruptedException {
    await("interlock", "");
    desk.ask(ControllerDesk.request("reset"));
    desk.ask(ControllerDesk.request("arm"));
    if (!await("mode", "armed", ARMED_MS)) {
      return false;
    }
    hand.say("pedal down");
    return await("mode", "running", RUNNING_MS);
  }

  private void await(String name, String value) throws IOException, InterruptedException {
    if (!await(name, value, READY_MS)) {
      throw new IOException(
          "the controller's " + name + " is not '" + value + "'; its log ends: " + lastWords());
    }
  }

  private boolean await(String name, String value, long limitMs) throws InterruptedException {
    long untilNs = System.nanoTime() + limitMs * 1_000_000;
    while (System.nanoTime() < untilNs && process.isAlive()) {
      try {
        if (desk.status().path(name).asString("").equals(value)) {
          return true;
        }
      } catch (IOException e) {
        // Not there yet, or too busy to answer in time.
      }
      Thread.sleep(LOOK_MS);
    }
    return false;
  }

  private String lastWords() throws IOException {
    List<String> lines =
        Files.readAllLines(log).stream().filter(line -> !line.startsWith("loop ")).toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  /** Looks on for some seconds. */
  Findings measure(int seconds) throws IOException, InterruptedException {
    Path task = loopTask();
    Map<Span, Histogram> before = histograms();
    Cost costBefore = Cost.of(task);
    long startNs = System.nanoTime();
    double worst = 0;
    while (System.nanoTime() - startNs < seconds * 1_000_000_000L) {
      Thread.sleep(LOOK_MS);
      double hz = desk.status().path("frequencyHz").asDouble(Double.NaN);
      worst = Math.max(worst, 100 * Math.abs(hz - SET_HZ) / SET_HZ);
    }
    Map<Span, Histogram> spans = histograms();
    Cost cost = Cost.of(task);
    double elapsedS = (System.nanoTime() - startNs) / 1e9;
    spans.forEach((span, later) -> later.subtract(Objects.requireNonNull(before.get(span))));
    Histogram firstTicks = Objects.requireNonNull(before.get(Span.FIRST));
    double ticks = Objects.requireNonNull(spans.get(Span.WORK)).getTotalCount();
    String fault = desk.status().path("faultText").asString("");
    return new Findings(
        spans,
        firstTicks,
        100 * (cost.cpuS - costBefore.cpuS) / elapsedS,
        (cost.reads - costBefore.reads) / ticks,
        (cost.writes - costBefore.writes) / ticks,
        allocatedPerTick(seconds),
        worst,
        fault);
  }

  private Map<Span, Histogram> histograms() throws IOException {
    JsonNode encoded = desk.ask(ControllerDesk.request("loop")).path("histograms");
    Map<Span, Histogram> spans = new EnumMap<>(Span.class);
    for (Span span : Span.values()) {
      String text = encoded.path(span.name().toLowerCase(Locale.ROOT)).asString("");
      try {
        spans.put(
            span,
            Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0));
      } catch (DataFormatException e) {
        throw new IOException("no histogram of " + span, e);
      }
    }
    return spans;
  }

  /** In the worst second of the last ones: 1,000 ticks. */
  private double allocatedPerTick(int seconds) throws IOException {
    Matcher matcher = ALLOCATED.matcher(Files.readString(log));
    List<Long> each = matcher.results().map(found -> Long.valueOf(found.group(1))).toList();
    long worst = 0;
    for (int i = Math.max(1, each.size() - seconds + 1); i < each.size(); i++) {
      worst = Math.max(worst, each.get(i) - each.get(i - 1));
    }
    return worst / TICKS_PER_SECOND;
  }

  private Path loopTask() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals("stipple-loop")) {
          return task;
        }
      }
    }
    throw new IOException("no thread stipple-loop in process " + process.pid());
  }

  /** What a thread has used since it began, by the kernel's account; see proc(5). */
  private record Cost(double cpuS, long reads, long writes) {

    static Cost of(Path task) throws IOException {
      String onCpuNs = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
      return new Cost(
          Long.parseLong(onCpuNs) / 1e9, number(task, "syscr:"), number(task, "syscw:"));
    }

    private static long number(Path task, String name) throws IOException {
      return Files.readAllLines(task.resolve("io")).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
          .findFirst()
          .orElse(0);
    }
  }

  /** Lets go of the pedal and ends it as a user would. */
  @Override
  public void close() {
    try {
      hand.say("pedal up");
    } catch (IOException e) {
      // The board is gone, and with it the pedal.
    }
    hand.close();
    desk.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
