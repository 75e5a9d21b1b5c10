package org.stipple.telemetry.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/**
 * The strokes of a record as an Apache Parquet file: columns for whoever counts over many sessions.
 * A value that is not known is null. The columns are dictionary- and bit-packed, not compressed
 * beyond that: the library's codecs would want all of Hadoop.
 */
public final class ParquetExport {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message stipple_strokes {
            required int64 stroke;
            required int64 time_utc (TIMESTAMP(MICROS,true));
            optional int32 period_us;
            optional float set_hz;
            optional float current_ma;
            optional float protrusion_commanded_mm;
            optional float depth_estimated_mm;
            required binary zone (STRING);
            required binary mode (STRING);
            required boolean pedal;
            required boolean contact_estimated;
            required boolean timed_alone;
          }
          """);

  private ParquetExport() {}

  /**
   * Writes all strokes into a file, which is replaced.
   *
   * @param session its id, kept in the file's metadata
   * @return how many there were
   * @throws NoClassDefFoundError where Parquet's libraries are not on the class path
   */
  public static long write(StrokeTable table, String session, Path file) throws IOException {
    try (ParquetWriter<StrokeRow> writer =
        new Builder(new LocalOutputFile(file), session)
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withDictionaryEncoding(true)
            .build()) {
      return table.read(writer::write);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<StrokeRow, Builder> {
    private final String session;

    Builder(LocalOutputFile file, String session) {
      super(file);
      this.session = session;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the other form is final in none of its versions yet
    protected WriteSupport<StrokeRow> getWriteSupport(Configuration configuration) {
      return new Rows(session);
    }

    @Override
    protected WriteSupport<StrokeRow> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows(session);
    }
  }

  /** Puts a row's fields in the order of the schema. */
  private static final class Rows extends WriteSupport<StrokeRow> {
    private final String session;
    private @Nullable RecordConsumer consumer;

    Rows(String session) {
      this.session = session;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the library: it must be there
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(SCHEMA, Map.of("stipple.session", session));
    }

    @Override
    public void prepareForWrite(RecordConsumer given) {
      consumer = given;
    }

    @Override
    public void write(StrokeRow row) {
      RecordConsumer out =
          Objects.requireNonNull(consumer, "the library prepares before it writes");
      Fields fields = new Fields(out);
      out.startMessage();
      fields.put(() -> out.addLong(row.number()));
      fields.put(() -> out.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, row.at())));
      fields.putIf(row.stroke().periodUs() > 0, () -> out.addInteger(row.stroke().periodUs()));
      fields.put(row.setHz());
      fields.put(row.stroke().milliamps());
      fields.put(row.stroke().protrusionMm());
      fields.put(row.stroke().depthMm());
      fields.put(() -> out.addBinary(Binary.fromString(row.zone().label())));
      fields.put(() -> out.addBinary(Binary.fromString(row.mode())));
      fields.put(() -> out.addBoolean(row.stroke().pressed()));
      fields.put(() -> out.addBoolean(row.stroke().contact()));
      fields.put(() -> out.addBoolean(row.stroke().alone()));
      out.endMessage();
    }
  }

  /** The fields of one row, one after the other as the schema has them. */
  private static final class Fields {
    private final RecordConsumer out;
    private int field;

    Fields(RecordConsumer out) {
      this.out = out;
    }

    void put(double value) {
      putIf(!Double.isNaN(value), () -> out.addFloat((float) value));
    }

    void put(Runnable value) {
      putIf(true, value);
    }

    void putIf(boolean there, Runnable value) {
      if (there) {
        String name = SCHEMA.getFieldName(field);
        out.startField(name, field);
        value.run();
        out.endField(name, field);
      }
      field++;
    }
  }
}
