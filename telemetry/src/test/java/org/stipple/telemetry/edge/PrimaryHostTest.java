package org.stipple.telemetry.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;

/** An edge node that waits for a primary host, and what it keeps for it. */
final class PrimaryHostTest {
  @TempDir Path folder;

  private DryEdge connectedAndWaiting() throws Exception {
    DryEdge edge = DryEdge.waiting(folder);
    edge.role.online(true);
    edge.connect();
    return edge;
  }

  private DryEdge toldAndHeard() throws Exception {
    DryEdge edge = connectedAndWaiting();
    edge.hearHost(true, 1_000);
    return edge;
  }

  private static List<Long> values(List<Metric> metrics, DeviceMetric wanted) {
    return metrics.stream()
        .filter(metric -> metric.alias().getAsLong() == wanted.alias())
        .map(metric -> ((MetricValue.Whole) metric.value()).value())
        .toList();
  }

  @Test
  void nothingIsSaidBeforeThePrimaryHostIsOnline() throws Exception {
    DryEdge edge = connectedAndWaiting();
    edge.pass(10_000);
    assertThat(edge.published()).isEmpty();
    edge.hearHost(false, 900);
    edge.pass(10_000);
    assertThat(edge.published()).isEmpty();
    assertThat(edge.connected).isTrue();
    edge.hearHost(true, 1_000);
    assertThat(edge.kinds()).startsWith("NBIRTH", "DBIRTH");
  }

  @Test
  void anotherHostIsNotThePrimaryOne() throws Exception {
    DryEdge edge = connectedAndWaiting();
    edge.hear(
        "spBv1.0/STATE/other",
        "{\"online\":true,\"timestamp\":5}".getBytes(StandardCharsets.UTF_8));
    edge.hear(
        "spBv1.0/STATE/HOST", "{\"online\":true,\"timestamp\":5}".getBytes(StandardCharsets.UTF_8));
    assertThat(edge.published()).isEmpty();
  }

  @Test
  void aStateThatIsBrokenOrOfThePastCountsForNothing() throws Exception {
    DryEdge edge = connectedAndWaiting();
    String topic = "spBv1.0/STATE/host";
    for (String broken :
        List.of(
            "",
            "ONLINE",
            "{}",
            "[]",
            "{\"online\":\"true\",\"timestamp\":1}",
            "{\"online\":true}",
            "{\"online\":true,\"timestamp\":\"1\"}",
            "{\"online\":true,\"timestamp\":1e99}",
            "{\"online\":true,\"timestamp\":1.5}",
            "{\"online\":true,\"timestamp\":1" + " ".repeat(2_000) + "}")) {
      edge.hear(topic, broken.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(edge.role.refusedCommands()).isEqualTo(10);
    edge.hearHost(false, 1_000);
    edge.hearHost(true, 999);
    assertThat(edge.published()).isEmpty();
    // The same timestamp counts: the birth of a host carries that of its own will.
    edge.hearHost(true, 1_000);
    assertThat(edge.kinds()).startsWith("NBIRTH");
    // A will of the life before comes late.
    edge.hearHost(false, 999);
    assertThat(edge.connected).isTrue();
    edge.hearHost(false, 1_000);
    assertThat(edge.connected).isFalse();
  }

  @Test
  void whenTheHostGoesItSaysGoodbyeAndWaitsOnANewConnection() throws Exception {
    DryEdge edge = toldAndHeard();
    edge.hearHost(false, 2_000);
    assertThat(edge.kinds()).endsWith("NDEATH");
    assertThat(edge.steps.getLast()).isEqualTo(new DryEdge.Step.SaidGoodbye(true));
    int said = edge.published().size();
    edge.connect();
    edge.hearHost(false, 2_000);
    edge.pass(60_000);
    assertThat(edge.published()).hasSize(said);
    edge.hearHost(true, 3_000);
    assertThat(edge.kinds().subList(said, said + 2)).containsExactly("NBIRTH", "DBIRTH");
  }

  @Test
  void whatTheHostMissedIsToldAfterwardsInOrderWithItsOwnTimes() throws Exception {
    DryEdge edge = toldAndHeard();
    edge.pass(60_000);
    edge.hearHost(false, 2_000);
    for (int second = 0; second < 300; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(120, second));
    }
    assertThat(edge.buffered().values()).isGreaterThan(300);
    assertThat(edge.buffered().dropped()).isZero();
    long beforeMs = edge.nowMs;
    edge.connect();
    edge.hearHost(true, 3_000);
    List<Metric> past = edge.past();
    assertThat(values(past, DeviceMetric.STROKES))
        .isEqualTo(java.util.stream.LongStream.range(0, 300).boxed().toList());
    assertThat(past).extracting(Metric::atMs).isSorted();
    assertThat(past).allMatch(metric -> metric.atMs() <= beforeMs && metric.name().isEmpty());
    // By exception: the setpoint never changed after its first change.
    assertThat(past)
        .filteredOn(m -> m.alias().getAsLong() == DeviceMetric.FREQUENCY_SETPOINT.alias())
        .hasSizeLessThanOrEqualTo(1);
    assertThat(past).noneMatch(m -> m.alias().getAsLong() == DeviceMetric.LINK_AGE.alias());
    assertThat(edge.buffered().values()).isZero();
    assertThat(edge.buffered().sent()).isEqualTo(past.size());
    // And what comes then is of now again.
    edge.pass(1_000);
    edge.snapshot(Snapshots.running(120, 777));
    assertThat(edge.published().getLast().payload().metrics()).noneMatch(Metric::historical);
  }

  @Test
  void whatIsKeptWhileTheBrokerIsAwayFromTheStartIsToldToo() throws Exception {
    DryEdge edge = DryEdge.waiting(folder);
    edge.role.online(true);
    for (int second = 0; second < 60; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(100, second));
    }
    edge.connect();
    edge.hearHost(true, 1_000);
    assertThat(values(edge.past(), DeviceMetric.STROKES)).hasSize(60);
  }

  @Test
  void whatWasToldShortlyBeforeALossIsToldAgainForItMayHaveBeenHeardByNobody() throws Exception {
    DryEdge edge = toldAndHeard();
    for (int second = 0; second < 200; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(120, second));
    }
    assertThat(edge.past()).isEmpty();
    edge.cut();
    edge.pass(1_000);
    edge.snapshot(Snapshots.running(120, 200));
    edge.connect();
    edge.hearHost(true, 1_000);
    List<Long> strokes = values(edge.past(), DeviceMetric.STROKES);
    assertThat(strokes).isSorted().endsWith(199L, 200L);
    long seconds = LiveBuffer.UNHEARD_MS / 1_000;
    assertThat((long) strokes.size()).isBetween(seconds - 1, seconds + 2);
  }

  @Test
  void aSecondLossInTheMiddleOfTellingLosesNothingAndKeepsTheOrder() throws Exception {
    PrimaryHost large = new PrimaryHost(DryEdge.HOST, 10_000_000, Duration.ofHours(10));
    DryEdge edge = new DryEdge(folder, Optional.of(large));
    edge.role.online(true);
    edge.connect();
    for (int second = 0; second < 20_000; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(120, second));
    }
    edge.hearHost(true, 1_000);
    assertThat(edge.buffered().values()).isPositive();
    edge.cut();
    int told = edge.past().size();
    edge.connect();
    edge.hearHost(true, 1_000);
    while (edge.buffered().values() > 0) {
      edge.pass(20);
    }
    List<Metric> again = edge.past().subList(told, edge.past().size());
    assertThat(again).extracting(Metric::atMs).isSorted();
    assertThat(values(edge.past(), DeviceMetric.STROKES).stream().distinct()).hasSize(20_000);
    assertThat(edge.buffered().dropped()).isZero();
  }

  @Test
  void theBufferIsBoundedByBytesAndTheOldestAreDroppedAndCounted() throws Exception {
    DryEdge edge =
        new DryEdge(
            folder, Optional.of(new PrimaryHost(DryEdge.HOST, 20_000, Duration.ofHours(9))));
    edge.role.online(true);
    edge.connect();
    for (int second = 0; second < 2_000; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(120, second));
      assertThat(edge.buffered().bytes()).isLessThanOrEqualTo(20_000);
    }
    assertThat(edge.buffered().dropped()).isGreaterThan(1_000);
    edge.hearHost(true, 1_000);
    List<Long> strokes = values(edge.past(), DeviceMetric.STROKES);
    assertThat(strokes).isSorted().last().isEqualTo(1_999L);
    assertThat(strokes.getFirst()).isGreaterThan(1_000);
  }

  @Test
  void theBufferIsBoundedByTime() throws Exception {
    DryEdge edge =
        new DryEdge(
            folder, Optional.of(new PrimaryHost(DryEdge.HOST, 1_000_000, Duration.ofMinutes(1))));
    edge.role.online(true);
    edge.connect();
    for (int second = 0; second < 300; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(120, second));
    }
    edge.hearHost(true, 1_000);
    List<Long> strokes = values(edge.past(), DeviceMetric.STROKES);
    assertThat(strokes.getFirst()).isBetween(238L, 242L);
    assertThat(edge.buffered().dropped()).isPositive();
  }

  @Test
  void snapshotsThatWaitedForAnAttemptAreThinnedByTheTimeTheyWereTaken() throws Exception {
    DryEdge edge = DryEdge.waiting(folder);
    edge.role.online(true);
    for (int i = 0; i < 50; i++) {
      edge.nowMs += 200;
      edge.snapshots.add(at(edge.nowMs, i));
    }
    edge.work();
    edge.connect();
    edge.hearHost(true, 1);
    // Ten seconds of a needle that is on, four a second at most.
    assertThat(values(edge.past(), DeviceMetric.STROKES).size()).isBetween(20, 41);
  }

  private static DeviceSnapshot at(long atMs, long strokes) {
    return Snapshots.at(atMs, Snapshots.running(120, strokes));
  }

  @Test
  void aHostThatComesAnewIsToldEverythingAnew() throws Exception {
    DryEdge edge = toldAndHeard();
    edge.pass(5_000);
    edge.hearHost(true, 2_000);
    assertThat(edge.kinds()).containsExactly("NBIRTH", "DBIRTH", "NBIRTH", "DBIRTH");
    assertThat(edge.connected).isTrue();
  }

  @Test
  void withoutAPrimaryHostNothingIsKept() throws Exception {
    DryEdge edge = DryEdge.free(folder);
    edge.role.online(true);
    for (int second = 0; second < 60; second++) {
      edge.pass(1_000);
      edge.snapshot(Snapshots.running(120, second));
    }
    edge.connect();
    assertThat(edge.kinds()).containsExactly("NBIRTH", "DBIRTH");
    assertThat(edge.role.primary()).isEmpty();
    assertThat(edge.steps).doesNotContain(new DryEdge.Step.Subscribed("spBv1.0/STATE/host", 1));
  }

  @Test
  void settingsThatCannotBeMeantAreRefusedWithWhatIsAllowed() {
    assertThatThrownBy(() -> new PrimaryHost("a/b", 1_000_000, Duration.ofHours(1)))
        .hasMessageContaining("none of / + #");
    assertThatThrownBy(() -> new PrimaryHost("a", 1, Duration.ofHours(1)))
        .hasMessageContaining("allowed are 10000 to");
    assertThatThrownBy(() -> new PrimaryHost("a", 1_000_000, Duration.ZERO))
        .hasMessageContaining("allowed are 1 s to 30 d");
  }
}
