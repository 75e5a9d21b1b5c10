package org.stipple.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.record.RecordCheck;
import org.stipple.telemetry.record.Rescue;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;

/** A record that was really written, as others read it. */
final class ExportTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir private Path folder;
  private SigningKey key;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    key = SigningKey.in(folder);
    try (SessionBook book = SessionBook.in(folder, () -> NOON, key)) {
      SessionId id =
          book.open(
              new SessionEntry.Opened(
                  new ClientReference("C1"),
                  new ConsentReference("K1"),
                  true,
                  Zone.CROWN,
                  Optional.empty()));
      book.append(new SessionEntry.SetpointChanged(100, 1.0));
      book.append(new SessionEntry.StrokesSet("continuous", 1, 1));
      book.append(
          List.of(
              new SessionEntry.Strokes(
                  NOON,
                  1,
                  PackedStrokes.of(
                      List.of(
                          new Stroke(0, Double.NaN, 1.0, Double.NaN, true, false, true),
                          new Stroke(10_000, 210.4, 1.0, 0.613, true, true, true)))),
              new SessionEntry.Press(NOON, 0.02, 2, 100)));
      book.append(new SessionEntry.ZoneChanged(Zone.MID_SCALP));
      book.append(new SessionEntry.StrokesSet("priming", 1, 1));
      book.append(
          List.of(
              new SessionEntry.Strokes(
                  NOON.plusSeconds(9),
                  3,
                  PackedStrokes.of(
                      List.of(new Stroke(0, 190.1, -0.5, Double.NaN, false, false, false)))),
              new SessionEntry.Press(NOON.plusSeconds(9), 0.01, 1, 100, 0, 0, 0, false)));
      book.append(new SessionEntry.FaultRaised("STALLED", "the <shaft> does not turn"));
      book.close(3, 0.03);
      file = book.fileOf(id);
    }
  }

  private RecordCheck check() throws Exception {
    return RecordCheck.of(file, key.publicKey());
  }

  @Test
  void csvHasALineAStroke() throws Exception {
    StringBuilder csv = new StringBuilder();

    assertThat(CsvExport.write(new StrokeTable(check().entries()), csv)).isEqualTo(3);
    assertThat(csv.toString().lines())
        .containsExactly(
            "stroke,time_utc,period_us,frequency_hz,set_hz,current_ma,protrusion_commanded_mm,"
                + "depth_estimated_mm,zone,mode,pedal,contact_estimated,timed_alone",
            "1,2026-11-27T12:00:00.000000Z,,,100.00,,1.000,,crown,continuous,1,0,1",
            "2,2026-11-27T12:00:00.010000Z,10000,100.000,100.00,210.4,1.000,0.613,crown,"
                + "continuous,1,1,1",
            "3,2026-11-27T12:00:09.000000Z,,,100.00,190.1,-0.500,,mid-scalp,priming,0,0,0");
  }

  @Test
  void parquetReadsBackAsItWas() throws Exception {
    Path parquet = folder.resolve("strokes.parquet");

    assertThat(ParquetExport.write(new StrokeTable(check().entries()), "s1", parquet)).isEqualTo(3);
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(parquet),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      assertThat(reader.getFileMetaData().getKeyValueMetaData())
          .containsEntry("stipple.session", "s1");
      var schema = reader.getFileMetaData().getSchema();
      PageReadStore pages = reader.readNextRowGroup();
      assertThat(pages.getRowCount()).isEqualTo(3);
      RecordReader<Group> rows =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(pages, new GroupRecordConverter(schema));
      Group first = rows.read();
      Group second = rows.read();
      assertThat(first.getFieldRepetitionCount("current_ma")).isZero();
      assertThat(second.getLong("stroke", 0)).isEqualTo(2);
      assertThat(second.getLong("time_utc", 0))
          .isEqualTo(NOON.getEpochSecond() * 1_000_000 + 10_000);
      assertThat(second.getFloat("current_ma", 0)).isEqualTo(210.4f);
      assertThat(second.getString("zone", 0)).isEqualTo("crown");
      assertThat(second.getBoolean("contact_estimated", 0)).isTrue();
    }
  }

  @Test
  void thePageTellsWhatItProvesAndDrawsTheStrokes() throws Exception {
    String page = RecordPage.of(check());

    assertThat(page)
        .contains("Sound: every byte", "<polyline", "Needle frequency", "Strokes per zone")
        .contains("<td>crown<td class=n>2")
        .contains("fault STALLED: the &lt;shaft&gt; does not turn")
        .doesNotContain("<td>mid-scalp<td class=n>", "<shaft>", "http://127", "<script");
    Files.writeString(file, Files.readString(file).replace("210", "220").replace("K1", "K2"));
    assertThat(RecordPage.of(check())).contains("Not sound", "line 2");
  }

  @Test
  void aCutRecordIsSavedAndClosedAsInterrupted() throws Exception {
    byte[] sound = Files.readAllBytes(file);
    byte[] cut = java.util.Arrays.copyOf(sound, sound.length * 3 / 4);
    Files.write(file, cut);
    int entries = check().entries().size();

    Rescue rescue = Rescue.of(file, folder.resolve("saved"), Optional.of(key), () -> NOON);

    RecordCheck saved = RecordCheck.of(rescue.file(), key.publicKey());
    assertThat(saved.problems()).isEmpty();
    assertThat(rescue.entries()).isEqualTo(entries);
    assertThat(saved.entries().subList(0, entries)).isEqualTo(check().entries());
    assertThat(Files.readAllBytes(file)).isEqualTo(cut);
    assertThatThrownBy(() -> Rescue.of(file, folder.resolve("saved"), Optional.of(key), () -> NOON))
        .hasMessageContaining("is there already");
    assertThatThrownBy(
            () -> Rescue.of(rescue.file(), folder.resolve("x"), Optional.empty(), () -> NOON))
        .hasMessageContaining("nothing to recover");
  }

  @Test
  void withoutTheKeyWhatIsSavedStaysOpen() throws Exception {
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 1500));

    Rescue rescue = Rescue.of(file, folder.resolve("saved"), Optional.empty(), () -> NOON);

    assertThat(rescue.closed()).isFalse();
    assertThat(RecordCheck.of(rescue.file(), key.publicKey()).problems())
        .anySatisfy(problem -> assertThat(problem).contains("interrupted at entry"));
  }
}
