package org.stipple.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.stipple.telemetry.sparkplug.DataType;
import org.stipple.telemetry.sparkplug.DeviceMetric;
import org.stipple.telemetry.sparkplug.MessageType;
import org.stipple.telemetry.sparkplug.Metric;
import org.stipple.telemetry.sparkplug.MetricValue;
import org.stipple.telemetry.sparkplug.NodeMetric;
import org.stipple.telemetry.sparkplug.Payload;
import org.stipple.telemetry.sparkplug.Topic;

final class FleetTest {
  private static final DeviceKey KEY = new DeviceKey("C", "pi", "SMP-01");
  private final Refusals refusals = new Refusals();
  private final Fleet fleet = new Fleet(1_000, refusals);
  private int seq;
  private long nowMs = 10_000;

  private Fleet.Answer node(MessageType type, long bdSeq) {
    Metric metric =
        Metric.named(NodeMetric.BD_SEQ, DataType.INT64, 0, new MetricValue.Whole(bdSeq));
    OptionalInt number = OptionalInt.empty();
    if (type == MessageType.NBIRTH) {
      seq = 0;
      number = OptionalInt.of(seq++);
    }
    return fleet.take(
        new Topic.OfNode("C", type, "pi"), new Payload(0, number, List.of(metric)), nowMs);
  }

  private Fleet.Answer device(MessageType type, Metric... metrics) {
    Payload payload = new Payload(0, OptionalInt.of(seq), List.of(metrics));
    seq = (seq + 1) & 0xFF;
    return fleet.take(new Topic.OfDevice("C", type, "pi", "SMP-01"), payload, nowMs, nowMs);
  }

  private Fleet.Answer deviceBirth() {
    List<Metric> metrics = new ArrayList<>();
    for (DeviceMetric metric : DeviceMetric.values()) {
      metrics.add(metric.birth(new MetricValue.Unknown(), 0));
    }
    return device(MessageType.DBIRTH, metrics.toArray(Metric[]::new));
  }

  private LiveDevice only() {
    assertThat(fleet.live().devices()).hasSize(1);
    return fleet.live().devices().getFirst();
  }

  private static Metric frequency(double hz) {
    return DeviceMetric.FREQUENCY_MEASURED.update(new MetricValue.Real(hz), 0);
  }

  @Test
  void followsADeviceByAliasFromItsBirthToItsDeath() {
    node(MessageType.NBIRTH, 3);
    assertThat(deviceBirth()).isEqualTo(Fleet.Answer.NOTHING);
    assertThat(device(MessageType.DDATA, frequency(118.5))).isEqualTo(Fleet.Answer.NOTHING);
    assertThat(only().online()).isTrue();
    assertThat(only().values())
        .containsEntry("Needle/Frequency/Measured", new MetricValue.Real(118.5));
    assertThat(only().units()).containsEntry("Needle/Frequency/Measured", "Hz");
    device(MessageType.DDEATH);
    assertThat(only().online()).isFalse();
    deviceBirth();
    node(MessageType.NDEATH, 3);
    assertThat(only().online()).isFalse();
  }

  @Test
  void theDeathOfAnEarlierLifeIsIgnored() {
    node(MessageType.NBIRTH, 3);
    node(MessageType.NBIRTH, 4);
    deviceBirth();
    node(MessageType.NDEATH, 3);
    assertThat(only().online()).isTrue();
    assertThat(refusals.count(Refusal.OLD_DEATH)).isEqualTo(1);
  }

  @Test
  void aGapAsksForARebirthAtMostOnceInTheStatedTimeUntilItComes() {
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    seq++;
    assertThat(device(MessageType.DDATA, frequency(1))).isEqualTo(Fleet.Answer.ASK_FOR_REBIRTH);
    assertThat(fleet.gaps()).isEqualTo(1);
    assertThat(only().incomplete()).isTrue();
    nowMs += 999;
    assertThat(device(MessageType.DDATA, frequency(2))).isEqualTo(Fleet.Answer.NOTHING);
    nowMs += 1;
    assertThat(device(MessageType.DDATA, frequency(3))).isEqualTo(Fleet.Answer.ASK_FOR_REBIRTH);
    nowMs += 5_000;
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    assertThat(device(MessageType.DDATA, frequency(4))).isEqualTo(Fleet.Answer.NOTHING);
    assertThat(only().incomplete()).isFalse();
  }

  @Test
  void anUnknownAliasAsksForARebirth() {
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    Metric stranger = Metric.aliased(9_999, 0, new MetricValue.Whole(1));
    assertThat(device(MessageType.DDATA, stranger)).isEqualTo(Fleet.Answer.ASK_FOR_REBIRTH);
    assertThat(refusals.count(Refusal.UNKNOWN_METRIC)).isEqualTo(1);
  }

  @Test
  void dataOfAnUnknownDeviceAsksForARebirthAndMakesNoDevice() {
    assertThat(device(MessageType.DDATA, frequency(1))).isEqualTo(Fleet.Answer.ASK_FOR_REBIRTH);
    assertThat(fleet.live().devices()).isEmpty();
  }

  @Test
  void aDeviceWhoseNodesBirthWasMissedIsBelievedOnlyAfterTheRebirth() {
    assertThat(deviceBirth()).isEqualTo(Fleet.Answer.ASK_FOR_REBIRTH);
    assertThat(fleet.live().devices()).noneMatch(LiveDevice::online);
    node(MessageType.NDEATH, 7);
    assertThat(fleet.live().devices()).noneMatch(LiveDevice::online);
    node(MessageType.NBIRTH, 8);
    deviceBirth();
    assertThat(only().online()).isTrue();
    node(MessageType.NDEATH, 8);
    assertThat(only().online()).isFalse();
  }

  @Test
  void seqMayWrap() {
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    for (int i = 0; i < 600; i++) {
      assertThat(device(MessageType.DDATA, frequency(i))).isEqualTo(Fleet.Answer.NOTHING);
    }
    assertThat(fleet.gaps()).isZero();
  }

  @Test
  void devicesBeyondTheLimitAreRefusedAndCounted() {
    node(MessageType.NBIRTH, 0);
    for (int i = 0; i < Fleet.DEVICES_A_NODE_MAX + 5; i++) {
      Topic.OfDevice topic = new Topic.OfDevice("C", MessageType.DBIRTH, "pi", "d" + i);
      fleet.take(topic, new Payload(0, OptionalInt.of(i + 1), List.of()), nowMs, nowMs);
    }
    assertThat(fleet.live().devices()).hasSize(Fleet.DEVICES_A_NODE_MAX);
    assertThat(refusals.count(Refusal.BEYOND_LIMIT)).isEqualTo(5);
  }

  @Test
  void theTraceIsBoundedAndHasNoMoreThanFourPointsASecond() {
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    for (int i = 0; i < 20_000; i++) {
      nowMs += 50;
      device(MessageType.DDATA, frequency(i));
    }
    List<TracePoint> trace = fleet.trace(KEY);
    assertThat(trace).hasSize(Trend.POINTS_MAX);
    assertThat(trace.get(1).atMs() - trace.get(0).atMs()).isEqualTo(250);
    assertThat(trace.getLast().measuredHz()).isGreaterThan(19_990);
    assertThat(trace.getLast().setpointHz()).isNaN();
  }

  /** A message that was sent now, by a clock that is a minute behind ours. */
  private Fleet.Answer late(Metric... metrics) {
    Payload payload = new Payload(nowMs - 60_000, OptionalInt.of(seq), List.of(metrics));
    seq = (seq + 1) & 0xFF;
    return fleet.take(
        new Topic.OfDevice("C", MessageType.DDATA, "pi", "SMP-01"), payload, nowMs, nowMs);
  }

  private Metric past(double hz, long agoMs) {
    return DeviceMetric.FREQUENCY_MEASURED
        .update(new MetricValue.Real(hz), nowMs - 60_000 - agoMs)
        .asHistorical();
  }

  @Test
  void aValueOfThePastNeverOverwritesALiveOneAndFillsTheTrendWhereItBelongs() {
    nowMs = 10_000_000;
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    device(MessageType.DDATA, DeviceMetric.FREQUENCY_SETPOINT.update(new MetricValue.Real(120), 0));
    device(MessageType.DDATA, frequency(118));
    nowMs += 100_000;
    node(MessageType.NBIRTH, 1);
    deviceBirth();
    device(MessageType.DDATA, frequency(60));
    int before = fleet.trace(KEY).size();
    // Told in one message, as the edge joins them: 80 s, 50 s and 49.5 s ago.
    assertThat(late(past(101, 80_000), past(102, 50_000), past(103, 49_500)))
        .isEqualTo(Fleet.Answer.NOTHING);
    assertThat(only().values())
        .containsEntry("Needle/Frequency/Measured", new MetricValue.Real(60));
    List<TracePoint> trace = fleet.trace(KEY);
    assertThat(trace).hasSize(before + 3);
    assertThat(trace).extracting(TracePoint::atMs).isSorted();
    assertThat(trace)
        .contains(
            new TracePoint(nowMs - 80_000, 120, 101, Double.NaN),
            new TracePoint(nowMs - 50_000, 120, 102, Double.NaN),
            new TracePoint(nowMs - 49_500, 120, 103, Double.NaN));
    // The same once more, and one that falls upon a point of its own time, change nothing.
    late(past(99, 80_000), past(99, 50_010), past(99, 0));
    assertThat(fleet.trace(KEY)).isEqualTo(trace);
    assertThat(only().online()).isTrue();
  }

  @Test
  void aMessageOfThePastAloneOpensNoSession() {
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    device(
        MessageType.DDATA,
        DeviceMetric.SESSION_ID.update(new MetricValue.Text("old"), 1).asHistorical());
    assertThat(fleet.live().sessions()).isEmpty();
  }

  @Test
  void aSessionIsListedFromItsIdUntilTheIdGoes() {
    node(MessageType.NBIRTH, 0);
    deviceBirth();
    device(
        MessageType.DDATA,
        DeviceMetric.SESSION_ID.update(new MetricValue.Text("s1"), 0),
        DeviceMetric.SESSION_ZONE.update(new MetricValue.Text("crown"), 0));
    device(MessageType.DDATA, DeviceMetric.STROKES.update(new MetricValue.Whole(450), 0));
    device(MessageType.DDATA, DeviceMetric.FAULT_ACTIVE.update(new MetricValue.Flag(true), 0));
    device(MessageType.DDATA, frequency(0));
    assertThat(fleet.live().sessions())
        .containsExactly(
            new LiveSession(KEY, "s1", nowMs, nowMs, true, "crown", 450, Double.NaN, 1));
    device(MessageType.DDATA, DeviceMetric.SESSION_ID.update(new MetricValue.Text(""), 0));
    assertThat(fleet.live().sessions()).singleElement().matches(session -> !session.open());
  }
}
