package org.stipple.sim.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.stipple.controller.hardware.RealTime;
import org.stipple.controller.record.LoopTimes;
import org.stipple.sim.ensemble.Launch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The loops that are not the controller's, each a process of its own with the same priority,
 * processor, memory lock, timer slack and wake-up latency.
 *
 * <p>Threading: one thread.
 */
final class Peers {

  private static final int PRIORITY = RealTime.LOOP_PRIORITY;

  /** What a process may need beside the measurement itself. */
  private static final long MARGIN_S = 30;

  private final Path folder;
  private final Launch launch;
  private final Path port;
  private final OptionalInt processor = RealTime.loopProcessor();
  private final Optional<Path> cyclictest;
  private final Optional<Path> twin;
  private final Optional<Path> until;
  private final Optional<Path> python;
  private final Path script;

  Peers(Path folder, Launch launch, Toolbox toolbox, Path port)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.launch = launch;
    this.port = port;
    cyclictest = toolbox.program("cyclictest", "rt-tests");
    twin = toolbox.compiled("cc", "gcc", "twin.c");
    until = toolbox.compiled("g++", "g++", "until.cpp");
    python = toolbox.program("python3", "python3");
    script = toolbox.copied("until.py");
  }

  /** The latenesses of that contender; empty where it is not to be had. */
  Optional<Histogram> measure(Contender contender, int seconds, Load load)
      throws IOException, InterruptedException {
    return switch (contender) {
      case CYCLICTEST, CYCLICTEST_4KHZ ->
          cyclictest.isPresent()
              ? Optional.of(cyclictest(cyclictest.get(), contender, seconds))
              : Optional.empty();
      case C_TWIN, C_TWIN_AGAIN -> program(twin, List.of(), contender, seconds);
      case CPP -> program(until, List.of(), contender, seconds);
      case PYTHON -> program(python, List.of(script.toString()), contender, seconds);
      case SES -> Optional.of(corrected(contender, java("ses", contender, seconds, load)));
      case STIPPLE_4KHZ -> Optional.of(counted(java("tick", contender, seconds, load)));
      case STIPPLE, STIPPLE_ALONE -> throw new IllegalArgumentException("not a peer");
    };
  }

  /** The times of a bare read and write on the board's port, a pair each millisecond. */
  Histogram barePairs(int seconds, Load load) throws IOException, InterruptedException {
    return counted(java("bare", Contender.STIPPLE, seconds, load));
  }

  private Histogram cyclictest(Path program, Contender contender, int seconds)
      throws IOException, InterruptedException {
    Path json = folder.resolve("cyclictest.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "-p" + PRIORITY,
                "-m",
                "-t1",
                "-q",
                "-h",
                "500000",
                "-i" + contender.periodMicros,
                "-D" + seconds,
                "--json=" + json));
    processor.ifPresent(number -> command.add("-a" + number));
    run(command, seconds);
    JsonNode counts =
        JsonMapper.shared().readTree(Files.readString(json)).at("/thread/0/histogram");
    Histogram lateness = LoopTimes.histogram();
    counts.forEachEntry((micros, count) -> {
      for (long i = 0; i < count.asLong(); i++) {
        lateness.recordValueWithExpectedInterval(
            Long.parseLong(micros) * 1_000, contender.periodNs());
      }
    });
    return lateness;
  }

  private Optional<Histogram> program(
      Optional<Path> program, List<String> first, Contender contender, int seconds)
      throws IOException, InterruptedException {
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.resolve("peer.bin");
    List<String> command = new ArrayList<>();
    command.add(program.get().toString());
    command.addAll(first);
    command.addAll(arguments(contender, seconds, file));
    run(command, seconds);
    return Optional.of(corrected(contender, file));
  }

  private List<String> arguments(Contender contender, int seconds, Path file) {
    return List.of(
        Long.toString(contender.periodNs()),
        Long.toString(seconds * 1_000_000L / contender.periodMicros),
        Integer.toString(PRIORITY),
        Integer.toString(processor.orElse(-1)),
        file.toString());
  }

  private Path java(String loop, Contender contender, int seconds, Load load)
      throws IOException, InterruptedException {
    Path file = folder.resolve("java.bin");
    List<String> main =
        new ArrayList<>(
            List.of(
                Garbage.class.getName(),
                Integer.toString(load.garbageMegabytesPerSecond),
                Boolean.toString(load.fullCollections),
                LoopChild.class.getName(),
                loop));
    main.addAll(arguments(contender, seconds, file));
    main.add(port.toString());
    run(launch.timely("bench-loop", main), seconds);
    return file;
  }

  private void run(List<String> command, int seconds) throws IOException, InterruptedException {
    Path log = folder.resolve("peer.log");
    Process process = Launch.start(command, log);
    if (!process.waitFor(seconds + MARGIN_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command.getFirst() + " did not end in time");
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          command + " ended with " + process.exitValue() + ": " + Files.readString(log).strip());
    }
  }

  /**
   * Every tick that was due counts: a peer that skips periods after a late one is charged for them.
   * ScheduledExecutorService runs them in a burst, so that all of its are there.
   */
  private static Histogram corrected(Contender contender, Path file) throws IOException {
    if (contender == Contender.SES) {
      return counted(file);
    }
    Histogram lateness = LoopTimes.histogram();
    for (ByteBuffer bytes = bytes(file); bytes.hasRemaining(); ) {
      lateness.recordValueWithExpectedInterval(Math.max(0, bytes.getLong()), contender.periodNs());
    }
    return lateness;
  }

  private static Histogram counted(Path file) throws IOException {
    Histogram times = LoopTimes.histogram();
    for (ByteBuffer bytes = bytes(file); bytes.hasRemaining(); ) {
      times.recordValue(Math.max(0, bytes.getLong()));
    }
    return times;
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
  }
}
