package org.stipple.telemetry.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * What a real edge node did while it was connected, cut, commanded, left by its host and fed with
 * snapshots, all by chance from a seed.
 *
 * @param seed of the chance
 * @param waits whether it has a primary host
 * @param steps what it did
 */
record Life(long seed, boolean waits, List<DryEdge.Step> steps) {
  private static final int LIVES = 120;
  private static final int ACTS = 250;

  /** From one connecting to the next. */
  record Connection(List<DryEdge.Step> steps) {
    DryEdge.Step.Connected connected() {
      return (DryEdge.Step.Connected) steps.getFirst();
    }

    List<DryEdge.Step.Published> published() {
      return only(DryEdge.Step.Published.class);
    }

    <T> List<T> only(Class<T> kind) {
      return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }

  /** Those of many seeds, half of them with a primary host; made once. */
  static List<Life> many() {
    return Once.LIVES;
  }

  private static final class Once {
    private static final List<Life> LIVES =
        LongStream.range(0, Life.LIVES).mapToObj(Life::of).toList();
  }

  List<Connection> connections() {
    List<List<DryEdge.Step>> parts = new ArrayList<>();
    for (DryEdge.Step step : steps) {
      if (step instanceof DryEdge.Step.Connected) {
        parts.add(new ArrayList<>());
      }
      if (!parts.isEmpty()) {
        parts.getLast().add(step);
      }
    }
    return parts.stream().map(Connection::new).toList();
  }

  private static Life of(long seed) {
    try {
      Path folder = Files.createTempDirectory("edge-life");
      try {
        return lived(seed, folder);
      } finally {
        Files.deleteIfExists(folder.resolve("bdseq"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Life lived(long seed, Path folder) throws IOException {
    SplittableRandom chance = new SplittableRandom(seed);
    boolean waits = seed % 2 == 1;
    PrimaryHost host = new PrimaryHost(DryEdge.HOST, 200_000, Duration.ofMinutes(20));
    DryEdge edge = new DryEdge(folder, waits ? Optional.of(host) : Optional.empty());
    edge.role.properties(new DeviceProperties("0.1.0", "rp2040", ""));
    long hostMs = 1_000;
    long strokes = 0;
    for (int act = 0; act < ACTS; act++) {
      int which = chance.nextInt(100);
      if (!edge.connected && which < 40) {
        edge.connect();
      } else if (which < 45) {
        edge.role.online(chance.nextInt(4) > 0);
        edge.work();
      } else if (which < 75) {
        strokes += chance.nextInt(3);
        boolean fault = chance.nextInt(10) == 0;
        edge.snapshot(
            fault
                ? Snapshots.faulted("f" + act)
                : chance.nextBoolean()
                    ? Snapshots.idle()
                    : Snapshots.running(chance.nextInt(50, 150), strokes));
      } else if (which < 90) {
        edge.pass(chance.nextInt(1, 1_500));
      } else if (edge.connected) {
        happens(chance.nextInt(10), edge, hostMs + chance.nextInt(-2, 3));
        hostMs++;
      }
    }
    if (edge.connected) {
      edge.close();
    }
    return new Life(seed, waits, List.copyOf(edge.steps));
  }

  private static void happens(int what, DryEdge edge, long hostMs) throws IOException {
    switch (what) {
      case 0 -> edge.cut();
      case 1 -> edge.close();
      case 2, 3 -> edge.hearRebirth();
      case 4 -> edge.hear("spBv1.0/CLINIC/DCMD/pi/SMP-01", new byte[] {1, 2});
      case 5 -> edge.hear("spBv1.0/CLINIC/NCMD/pi", "nonsense".getBytes(StandardCharsets.UTF_8));
      case 6 -> edge.hearHost(false, hostMs);
      default -> edge.hearHost(true, hostMs);
    }
  }
}
