package org.stipple.telemetry.sparkplug;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.tahu.protobuf.SparkplugBProto;

/**
 * Payloads to bytes and back.
 *
 * <p>Source: Sparkplug 3.0, section 6.4 and its schema. Signed 32-bit values and UInt32 share the
 * 32-bit field, 64-bit ones the 64-bit field, both in two's complement.
 */
public final class PayloadCodec {
  /** Larger messages are refused unread. */
  public static final int PAYLOAD_BYTES_MAX = 256 * 1024;

  /** Payloads with more metrics are refused. */
  public static final int METRICS_MAX = 5_000;

  private static final String ENG_UNIT = "engUnit";
  private static final long UINT32_MASK = 0xFFFF_FFFFL;

  private PayloadCodec() {}

  /** The bytes of a payload. */
  public static byte[] encode(Payload payload) {
    SparkplugBProto.Payload.Builder out =
        SparkplugBProto.Payload.newBuilder().setTimestamp(payload.atMs());
    payload.seq().ifPresent(out::setSeq);
    for (Metric metric : payload.metrics()) {
      out.addMetrics(encode(metric));
    }
    return out.build().toByteArray();
  }

  /** The bytes of metrics alone, to be sent later: a part of a payload. */
  public static byte[] part(List<Metric> metrics) {
    SparkplugBProto.Payload.Builder out = SparkplugBProto.Payload.newBuilder();
    metrics.forEach(metric -> out.addMetrics(encode(metric)));
    return out.build().toByteArray();
  }

  /**
   * The bytes of a payload with the metrics of these parts, in order. Protocol Buffers reads
   * messages that were joined end to end as one with all of their repeated fields.
   */
  public static byte[] join(long atMs, int seq, List<byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(encode(new Payload(atMs, OptionalInt.of(seq), List.of())));
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static SparkplugBProto.Payload.Metric.Builder encode(Metric metric) {
    SparkplugBProto.Payload.Metric.Builder out =
        SparkplugBProto.Payload.Metric.newBuilder().setTimestamp(metric.atMs());
    metric.name().ifPresent(out::setName);
    metric.alias().ifPresent(out::setAlias);
    metric.dataType().ifPresent(type -> out.setDatatype(type.code()));
    if (!metric.engUnit().isEmpty()) {
      out.setProperties(
          SparkplugBProto.Payload.PropertySet.newBuilder()
              .addKeys(ENG_UNIT)
              .addValues(
                  SparkplugBProto.Payload.PropertyValue.newBuilder()
                      .setType(DataType.STRING.code())
                      .setStringValue(metric.engUnit())));
    }
    if (metric.historical()) {
      out.setIsHistorical(true);
    }
    switch (metric.value()) {
      case MetricValue.Unknown _ -> out.setIsNull(true);
      case MetricValue.Flag flag -> out.setBooleanValue(flag.value());
      case MetricValue.Whole whole -> setWhole(out, metric.dataType(), whole.value());
      case MetricValue.Real real -> out.setDoubleValue(real.value());
      case MetricValue.Text text -> out.setStringValue(text.value());
    }
    return out;
  }

  /** All whole metrics of our table are 64 bits wide; only a birth of another tells otherwise. */
  private static void setWhole(
      SparkplugBProto.Payload.Metric.Builder out, Optional<DataType> type, long value) {
    boolean narrow =
        type.isPresent() && (type.get() == DataType.INT32 || type.get() == DataType.UINT32);
    if (narrow) {
      out.setIntValue((int) value);
    } else {
      out.setLongValue(value);
    }
  }

  /**
   * Reads a payload.
   *
   * @throws MalformedPayload when the bytes are none, or break a limit of this class
   */
  public static Payload decode(byte[] bytes) throws MalformedPayload {
    if (bytes.length > PAYLOAD_BYTES_MAX) {
      throw MalformedPayload.tooLarge(bytes.length + " bytes; allowed are " + PAYLOAD_BYTES_MAX);
    }
    SparkplugBProto.Payload in;
    try {
      in = SparkplugBProto.Payload.parseFrom(bytes);
    } catch (InvalidProtocolBufferException _) {
      throw new MalformedPayload("not a Sparkplug payload");
    }
    if (in.getMetricsCount() > METRICS_MAX) {
      throw MalformedPayload.tooLarge(
          in.getMetricsCount() + " metrics; allowed are " + METRICS_MAX);
    }
    if (in.hasSeq() && (in.getSeq() < 0 || in.getSeq() > 255)) {
      throw new MalformedPayload("seq " + in.getSeq() + "; allowed are 0 to 255");
    }
    List<Metric> metrics = new ArrayList<>(in.getMetricsCount());
    for (SparkplugBProto.Payload.Metric metric : in.getMetricsList()) {
      metrics.add(decode(metric));
    }
    return new Payload(
        in.getTimestamp(),
        in.hasSeq() ? OptionalInt.of((int) in.getSeq()) : OptionalInt.empty(),
        metrics);
  }

  private static Metric decode(SparkplugBProto.Payload.Metric in) throws MalformedPayload {
    return new Metric(
        in.hasName() ? Optional.of(in.getName()) : Optional.empty(),
        in.hasAlias() ? OptionalLong.of(in.getAlias()) : OptionalLong.empty(),
        in.getTimestamp(),
        dataType(in.getDatatype()),
        engUnit(in.getProperties()),
        value(in),
        in.getIsHistorical());
  }

  private static MetricValue value(SparkplugBProto.Payload.Metric in) throws MalformedPayload {
    if (in.hasIsNull() && in.getIsNull()) {
      return new MetricValue.Unknown();
    }
    return switch (in.getValueCase()) {
      case INT_VALUE ->
          new MetricValue.Whole(
              in.getDatatype() == DataType.INT32.code()
                  ? in.getIntValue()
                  : in.getIntValue() & UINT32_MASK);
      case LONG_VALUE -> new MetricValue.Whole(in.getLongValue());
      case FLOAT_VALUE -> MetricValue.ofReal(in.getFloatValue());
      case DOUBLE_VALUE -> MetricValue.ofReal(in.getDoubleValue());
      case BOOLEAN_VALUE -> new MetricValue.Flag(in.getBooleanValue());
      case STRING_VALUE -> new MetricValue.Text(in.getStringValue());
      case BYTES_VALUE, DATASET_VALUE, TEMPLATE_VALUE, EXTENSION_VALUE, VALUE_NOT_SET ->
          throw new MalformedPayload("a metric with " + in.getValueCase() + " is not taken here");
    };
  }

  private static Optional<DataType> dataType(int code) {
    for (DataType type : DataType.values()) {
      if (type.code() == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static String engUnit(SparkplugBProto.Payload.PropertySet properties) {
    int count = Math.min(properties.getKeysCount(), properties.getValuesCount());
    for (int i = 0; i < count; i++) {
      if (properties.getKeys(i).equals(ENG_UNIT)) {
        return properties.getValues(i).getStringValue();
      }
    }
    return "";
  }
}
