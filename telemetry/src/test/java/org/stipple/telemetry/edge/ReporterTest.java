package org.stipple.telemetry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MetricValue;

final class ReporterTest {
  private final Reporter reporter = new Reporter();

  private static Map<DeviceMetric, MetricValue> values(DeviceSnapshot snapshot) {
    return SnapshotMetrics.of(snapshot, DeviceProperties.UNKNOWN);
  }

  @Test
  void samplesAreDueOnceASecondAtRestAndFourTimesWithTheNeedleOn() {
    reporter.born(values(Snapshots.idle()), 1_000);
    assertThat(reporter.samplesDue(false, 1_999)).isFalse();
    assertThat(reporter.samplesDue(false, 2_000)).isTrue();
    assertThat(reporter.samplesDue(true, 1_249)).isFalse();
    assertThat(reporter.samplesDue(true, 1_250)).isTrue();
  }

  @Test
  void anEventIsToldOnceAndAtOnce() {
    reporter.born(values(Snapshots.idle()), 0);
    Map<DeviceMetric, MetricValue> faulted = values(Snapshots.faulted("stall"));
    assertThat(reporter.events(faulted))
        .containsExactlyInAnyOrder(DeviceMetric.FAULT_ACTIVE, DeviceMetric.FAULT_ID);
    assertThat(reporter.events(faulted)).isEmpty();
  }

  @Test
  void aChangeWithinTheDeadbandIsNotToldButTheHeartbeatAlwaysIs() {
    reporter.born(values(Snapshots.running(120.0, 5)), 0);
    assertThat(reporter.samples(values(Snapshots.running(120.05, 5)), 250))
        .containsExactly(DeviceMetric.LINK_AGE);
    assertThat(reporter.samples(values(Snapshots.running(120.2, 6)), 500))
        .contains(DeviceMetric.FREQUENCY_MEASURED, DeviceMetric.STROKES);
  }

  @Test
  void smallChangesAddUpUntilTheyAreTold() {
    reporter.born(values(Snapshots.running(120.0, 5)), 0);
    assertThat(reporter.samples(values(Snapshots.running(120.06, 5)), 250))
        .doesNotContain(DeviceMetric.FREQUENCY_MEASURED);
    assertThat(reporter.samples(values(Snapshots.running(120.12, 5)), 500))
        .contains(DeviceMetric.FREQUENCY_MEASURED);
  }

  @Test
  void standstillIsToldHoweverSmallTheLastValueWas() {
    reporter.born(values(Snapshots.running(0.05, 5)), 0);
    assertThat(reporter.samples(values(Snapshots.running(0, 5)), 250))
        .contains(DeviceMetric.FREQUENCY_MEASURED);
  }
}
