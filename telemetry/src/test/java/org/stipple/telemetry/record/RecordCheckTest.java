package org.stipple.telemetry.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PackedStrokes;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Stroke;
import org.stipple.telemetry.session.Zone;

/** What a record proves after somebody had it in hand. */
final class RecordCheckTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final InstantSource CLOCK = () -> NOON;

  @TempDir private Path folder;
  private Path file;
  private PublicKey key;

  @BeforeEach
  void write() throws Exception {
    SigningKey device = SigningKey.in(folder);
    key = device.publicKey();
    try (SessionBook book = SessionBook.in(folder, CLOCK, device)) {
      SessionId id =
          book.open(
              new SessionEntry.Opened(
                  new ClientReference("C1"),
                  new ConsentReference("K1"),
                  true,
                  Zone.CROWN,
                  Optional.empty()));
      book.append(new SessionEntry.SetpointChanged(100, 1.0));
      book.append(
          List.of(
              new SessionEntry.Strokes(NOON, 1, strokes()),
              new SessionEntry.Press(NOON, 2.5, 250, 100)));
      book.append(new SessionEntry.ZoneChanged(Zone.MID_SCALP));
      book.close(250, 2.5);
      file = book.fileOf(id);
    }
  }

  private static PackedStrokes strokes() {
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      strokes.add(new Stroke(9_950 + 7 * i % 100, 210.4, 1.0, 0.6, true, i > 100, true));
    }
    return PackedStrokes.of(strokes);
  }

  private RecordCheck check() throws IOException {
    return RecordCheck.of(file, key);
  }

  @Test
  void aRecordAsItWasWrittenIsSound() throws Exception {
    RecordCheck check = check();
    assertThat(check.problems()).isEmpty();
    assertThat(check.entries()).hasSize(6);
    assertThat(check.sealed()).isEqualTo(6);
    assertThat(check.closed()).isTrue();
  }

  @Test
  void oneBitFlippedAnywhereIsFound() throws Exception {
    byte[] sound = Files.readAllBytes(file);
    // One bit of each byte, and each bit of the last line, in which a seal stands alone.
    int lastLine = new String(sound, 0, sound.length - 1, StandardCharsets.UTF_8).lastIndexOf('\n');
    for (int at = 0; at < sound.length; at++) {
      for (int bit = at > lastLine ? 0 : at % 8; bit < 8; bit += at > lastLine ? 1 : 8) {
        byte[] changed = sound.clone();
        changed[at] ^= (byte) (1 << bit);
        Files.write(file, changed);
        assertThat(check().sound()).as("bit " + bit + " of byte " + at).isFalse();
      }
    }
  }

  @Test
  void theLineThatWasChangedIsNamed() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    int press = indexOf(lines, "\"press\"");
    lines.set(press, lines.get(press).replace("250", "240"));
    Files.write(file, lines);
    assertThat(check().problems())
        .anySatisfy(problem ->
            assertThat(problem).contains("line " + (press + 2), "follow from line " + (press + 1)));
  }

  @Test
  void aCutAnywhereIsFound() throws Exception {
    byte[] sound = Files.readAllBytes(file);
    for (int length = 0; length < sound.length; length++) {
      Files.write(file, Arrays.copyOf(sound, length));
      assertThat(check().sound()).as(length + " of " + sound.length + " bytes").isFalse();
    }
  }

  @Test
  void aLineLeftOutOrMovedOrRepeatedIsFound() throws Exception {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      Files.write(file, without);
      assertThat(check().sound()).as("without line " + i).isFalse();
      List<String> twice = new ArrayList<>(lines);
      twice.add(i, lines.get(i));
      Files.write(file, twice);
      assertThat(check().sound()).as("line " + i + " twice").isFalse();
    }
  }

  /** What is left after a change must be known for changed, whatever the change. */
  @Test
  void noneOfTenThousandMutationsIsMissed() throws Exception {
    byte[] sound = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(20261127);
    int changed = 0;
    int missed = 0;
    while (changed < 10_000) {
      byte[] mutant = Mutations.of(sound, random);
      if (!Arrays.equals(mutant, sound)) {
        changed++;
        Files.write(file, mutant);
        missed += check().sound() ? 1 : 0;
      }
    }
    assertThat(missed).isZero();
  }

  @Test
  void anotherSessionsNameIsFound() throws Exception {
    Path other = folder.resolve("s20261127-120000-000-9" + RecordNames.SUFFIX);
    Files.copy(file, other);
    assertThat(RecordCheck.of(other, key).problems())
        .anySatisfy(problem -> assertThat(problem).contains("does not begin this session"));
  }

  @Test
  void aRecordMadeAnewWithAnotherKeyIsNotThisDevices() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    PublicKey foreign = SigningKey.in(elsewhere).publicKey();
    assertThat(RecordCheck.of(file, foreign).problems())
        .anySatisfy(problem -> assertThat(problem).contains("is by key"))
        .anySatisfy(problem -> assertThat(problem).contains("entries 0 to 5 are not signed"));
  }

  @Test
  void aChainMadeAnewWithoutTheKeyIsNotSigned() throws Exception {
    // Whoever can write the file can compute hashes, too; only the seals are beyond them.
    List<String> lines = Files.readAllLines(file);
    String head = Chain.beginning(RecordNames.session(file).value());
    StringBuilder forged = new StringBuilder();
    for (String line : lines) {
      String changed =
          line.replace("\"strokes\":250", "\"strokes\":2")
              .replaceAll("\"prev\":\"[0-9a-f]+\"", "\"prev\":\"" + head + "\"");
      forged.append(changed).append('\n');
      head = Chain.hash((changed + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(file, forged);
    assertThat(check().problems())
        .anySatisfy(problem -> assertThat(problem).contains("is no signature of that key"));
  }

  @Test
  void whatIsNoRecordIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> RecordCheck.of(text, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end with .record");
    assertThatThrownBy(() -> SigningKey.readPublic(text)).isInstanceOf(IOException.class);
  }

  @Test
  void theKeyStaysAndOnlyItsOwnerMayReadIt() throws Exception {
    assertThat(SigningKey.in(folder).publicKey()).isEqualTo(key);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("device.key"))))
        .isEqualTo("rw-------");
  }

  private static int indexOf(List<String> lines, String part) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError("no line with " + part);
  }
}
