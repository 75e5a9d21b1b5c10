package org.stipple.telemetry.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.junit.jupiter.api.Test;

final class PayloadCodecTest {
  private static final long AT_MS = 1_790_000_000_123L;

  private static Payload birth() {
    List<Metric> metrics = new ArrayList<>();
    for (DeviceMetric metric : DeviceMetric.values()) {
      metrics.add(metric.birth(sample(metric), AT_MS));
    }
    return new Payload(AT_MS, OptionalInt.of(1), metrics);
  }

  private static MetricValue sample(DeviceMetric metric) {
    return switch (metric.type()) {
      case BOOLEAN -> new MetricValue.Flag(true);
      case DOUBLE -> new MetricValue.Real(118.75);
      case STRING -> new MetricValue.Text("mid-scalp");
      case INT32, INT64, UINT32, UINT64, DATE_TIME -> new MetricValue.Whole(123_456_789_012L);
      case FLOAT -> new MetricValue.Real(0.5);
    };
  }

  @Test
  void whatIsEncodedIsDecoded() throws MalformedPayload {
    assertThat(PayloadCodec.decode(PayloadCodec.encode(birth()))).isEqualTo(birth());
  }

  @Test
  void anIndependentDecoderReadsABirthTheSame() throws Exception {
    SparkplugBPayload read =
        new SparkplugBPayloadDecoder()
            .buildFromByteArray(PayloadCodec.encode(birth()), new MetricDataTypeMap());
    assertThat(read.getSeq()).isEqualTo(1);
    assertThat(read.getTimestamp().toInstant().toEpochMilli()).isEqualTo(AT_MS);
    Map<String, Object> values = new TreeMap<>();
    read.getMetrics()
        .forEach(metric -> {
          values.put(metric.getName(), metric.getValue());
          DeviceMetric ours =
              List.of(DeviceMetric.values()).stream()
                  .filter(m -> m.metricName().equals(metric.getName()))
                  .findFirst()
                  .orElseThrow();
          assertThat(metric.getAlias()).isEqualTo(ours.alias());
          assertThat(metric.getDataType().toIntValue()).isEqualTo(ours.type().code());
          if (!ours.engUnit().isEmpty()) {
            assertThat(metric.getProperties().getPropertyMap())
                .hasEntrySatisfying(
                    "engUnit", unit -> assertThat(unit.getValue()).isEqualTo(ours.engUnit()));
          }
        });
    assertThat(values).hasSize(DeviceMetric.values().length);
    assertThat(values.get("Needle/Frequency/Measured")).isEqualTo(118.75);
    assertThat(values.get("Needle/Strokes")).hasToString("123456789012");
    assertThat(values.get("Estop/Open")).isEqualTo(true);
  }

  @Test
  void anIndependentDecoderReadsDataByAliasWithTheTypesOfTheBirth() throws Exception {
    MetricDataTypeMap types = new MetricDataTypeMap();
    for (DeviceMetric metric : DeviceMetric.values()) {
      types.addMetricDataType(metric.alias(), MetricDataType.fromInteger(metric.type().code()));
    }
    Payload data =
        new Payload(
            AT_MS,
            OptionalInt.of(255),
            List.of(
                DeviceMetric.MOTOR_CURRENT.update(new MetricValue.Real(210.5), AT_MS),
                DeviceMetric.STROKES.update(new MetricValue.Whole(7), AT_MS)));
    SparkplugBPayload read =
        new SparkplugBPayloadDecoder().buildFromByteArray(PayloadCodec.encode(data), types);
    assertThat(read.getSeq()).isEqualTo(255);
    assertThat(read.getMetrics().get(0).getValue()).isEqualTo(210.5);
    assertThat(read.getMetrics().get(1).getValue()).hasToString("7");
  }

  @Test
  void anUnsignedCounterKeepsItsHighBit() throws MalformedPayload {
    for (DataType type : List.of(DataType.UINT32, DataType.INT64)) {
      Payload payload = one(type, new MetricValue.Whole(0xFFFF_FFFEL));
      assertThat(PayloadCodec.decode(PayloadCodec.encode(payload))).isEqualTo(payload);
    }
    Payload negative = one(DataType.INT32, new MetricValue.Whole(-5));
    assertThat(PayloadCodec.decode(PayloadCodec.encode(negative))).isEqualTo(negative);
  }

  @Test
  void notKnownIsNullAndNeverANumber() throws MalformedPayload {
    Payload payload = one(DataType.DOUBLE, MetricValue.ofReal(Double.NaN));
    Payload read = PayloadCodec.decode(PayloadCodec.encode(payload));
    assertThat(read.metrics().getFirst().value()).isEqualTo(new MetricValue.Unknown());
  }

  @Test
  void noiseIsRefusedAndNothingElseHappens() {
    long seed = 20261123;
    Random random = new Random(seed);
    byte[] good = PayloadCodec.encode(birth());
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = good.clone();
      int flips = 1 + random.nextInt(8);
      for (int i = 0; i < flips; i++) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        PayloadCodec.decode(bad);
      } catch (MalformedPayload expected) {
        assertThat(expected).hasMessageNotContaining("null");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }

  @Test
  void aPayloadBeyondTheLimitsIsRefusedUnread() {
    assertThatThrownBy(() -> PayloadCodec.decode(new byte[PayloadCodec.PAYLOAD_BYTES_MAX + 1]))
        .isInstanceOf(MalformedPayload.class)
        .hasMessageContaining("allowed are 262144");
  }

  @Test
  void everyMetricHasItsOwnNameAndAlias() {
    assertThat(DeviceMetric.values()).extracting(DeviceMetric::alias).doesNotHaveDuplicates();
    assertThat(DeviceMetric.values())
        .extracting(DeviceMetric::metricName)
        .doesNotHaveDuplicates()
        .contains(
            "Session/Id",
            "Needle/Frequency/Deviation",
            "Needle/Protrusion/Commanded",
            "Needle/StrokesAfterRelease",
            "Loop/LatenessP99",
            "Link/Retransmits");
  }

  private static Payload one(DataType type, MetricValue value) {
    return new Payload(
        AT_MS,
        OptionalInt.empty(),
        List.of(
            new Metric(
                Optional.of("x"),
                OptionalLong.empty(),
                AT_MS,
                Optional.of(type),
                "",
                value,
                false)));
  }
}
