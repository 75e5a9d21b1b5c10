package org.stipple.telemetry.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.telemetry.session.ClientReference;
import org.stipple.telemetry.session.Closing;
import org.stipple.telemetry.session.ConsentReference;
import org.stipple.telemetry.session.PractitionerId;
import org.stipple.telemetry.session.SessionEntry;
import org.stipple.telemetry.session.SessionId;
import org.stipple.telemetry.session.Zone;

final class SessionBookTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:31:37.042Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SessionEntry.Opened OPENED =
      new SessionEntry.Opened(
          new ClientReference("0418"),
          new ConsentReference("K-77"),
          true,
          Zone.CROWN,
          Optional.of(new PractitionerId("op-4")));
  private static final List<SessionEntry> MIDDLE =
      List.of(
          new SessionEntry.SetpointChanged(120, 1.25),
          new SessionEntry.Press(NOW, 2.5, 300, 120),
          new SessionEntry.ZoneChanged(Zone.SCAR_3),
          new SessionEntry.FaultRaised("stall", "needle \"stalled\", motor off"),
          new SessionEntry.FaultReset(),
          new SessionEntry.ClockStepped(-3600.25),
          new SessionEntry.Press(NOW, 1.25, 150, 120));

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackNumberedAndDated() throws IOException {
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      SessionId id = book.open(OPENED);
      assertThat(book.current()).contains(id);
      for (SessionEntry entry : MIDDLE) {
        book.append(entry);
      }
      book.close(450, 3.75);
      assertThat(book.current()).isEmpty();

      List<RecordedEntry> read = book.read(id);
      assertThat(read).hasSize(9);
      assertThat(read.getFirst()).isEqualTo(new RecordedEntry(0, NOW, OPENED));
      assertThat(read.stream().map(RecordedEntry::entry).skip(1).limit(7).toList())
          .isEqualTo(MIDDLE);
      assertThat(read.getLast())
          .isEqualTo(new RecordedEntry(8, NOW, new SessionEntry.Closed(450, 3.75, Closing.CLOSED)));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(book.fileOf(id))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aNoteIsAppendedToAClosedSessionAndSignedAndNothingElseMayFollow() throws Exception {
    SigningKey key = SigningKey.in(folder);
    SessionEntry.Noted note =
        new SessionEntry.Noted(new PractitionerId("AB"), "correction", "it was the temple");
    SessionId id;
    try (SessionBook book = SessionBook.in(folder, CLOCK, key)) {
      id = book.open(OPENED);
      book.amend(id, note);
      book.close(0, 0);
      byte[] before = Files.readAllBytes(book.fileOf(id));
      book.amend(id, note);
      assertThat(Files.readAllBytes(book.fileOf(id))).startsWith(before);

      RecordCheck check = RecordCheck.of(book.fileOf(id), key.publicKey());
      assertThat(check.problems()).isEmpty();
      assertThat(check.closed()).isTrue();
      assertThat(check.sealed()).isEqualTo(4);
      assertThat(check.entries().getLast().entry()).isEqualTo(note);
      assertThatThrownBy(() -> book.amend(new SessionId("s1"), note))
          .hasMessageContaining("is not on this machine");

      // The same in parts, as the clinic takes it.
      byte[] all = Files.readAllBytes(book.fileOf(id));
      RecordPart first = RecordPart.read(before, id, RecordPart.Standing.beginning(id));
      RecordPart rest =
          RecordPart.read(Arrays.copyOfRange(all, before.length, all.length), id, first.after());
      assertThat(rest.wrong(key.publicKey())).isEmpty();
      assertThat(rest.after().closed()).isTrue();
    }
    Path file = folder.resolve(RecordNames.file(id));
    byte[] whole = Files.readAllBytes(file);
    Files.write(
        file, Arrays.copyOf(whole, whole.length - 20)); // the power fails in the note's seal
    try (SessionBook book = SessionBook.in(folder, CLOCK, key)) {
      assertThat(book.recoveries()).isEmpty();
      assertThat(RecordCheck.of(file, key.publicKey()).problems())
          .containsExactly("entries 3 to 3 are not signed");
      book.amend(id, note);
      assertThat(RecordCheck.of(file, key.publicKey()).problems()).isEmpty();
    }
    assertThat(Files.readString(file)).contains("it was the temple");
    Files.writeString(
        file, Files.readString(file).replace("it was the temple", "it was the crown!"));
    assertThat(RecordCheck.of(file, key.publicKey()).problems()).isNotEmpty();
  }

  @Test
  void aFileCutAnywhereKeepsItsWholeEntriesAndIsClosedAsInterrupted() throws IOException {
    byte[] whole;
    SessionId id;
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      id = book.open(OPENED);
      for (SessionEntry entry : MIDDLE) {
        book.append(entry);
      }
      whole = Files.readAllBytes(book.fileOf(id));
    }
    SigningKey key = SigningKey.in(folder);
    for (int length = 0; length <= whole.length; length++) {
      Path here = Files.createDirectory(folder.resolve("cut-" + length));
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(here.resolve(id + ".record"), cut);
      String text = new String(cut, StandardCharsets.UTF_8);
      long wholeEntries =
          text.substring(0, text.lastIndexOf('\n') + 1)
              .lines()
              .filter(l -> l.contains("\"n\""))
              .count();
      try (SessionBook book = SessionBook.in(here, CLOCK, key)) {
        if (wholeEntries == 0) {
          assertThat(book.recoveries()).containsExactly(new Recovery.Empty(id));
          continue;
        }
        assertThat(book.recoveries())
            .singleElement()
            .isInstanceOfSatisfying(
                Recovery.Interrupted.class,
                recovery -> assertThat(recovery.lastEntry()).isEqualTo(wholeEntries - 1));
        List<RecordedEntry> read = book.read(id);
        assertThat(read).hasSize((int) wholeEntries + 1);
        assertThat(read.getLast().entry())
            .isInstanceOfSatisfying(
                SessionEntry.Closed.class,
                closed -> assertThat(closed.why()).isEqualTo(Closing.INTERRUPTED));
      }
      try (SessionBook again = SessionBook.in(here, CLOCK, key)) {
        assertThat(again.recoveries()).isEmpty();
      }
    }
  }

  @Test
  void anInterruptedSessionIsClosedWithTheStrokesItsPressesTold() throws IOException {
    SessionId id;
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      id = book.open(OPENED);
      for (SessionEntry entry : MIDDLE) {
        book.append(entry);
      }
    }
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      assertThat(book.read(id).getLast().entry())
          .isEqualTo(new SessionEntry.Closed(450, 3.75, Closing.INTERRUPTED));
    }
  }

  @Test
  void aFileDamagedInItsMiddleIsNamedAndLeftAlone() throws IOException {
    Path file;
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      SessionId id = book.open(OPENED);
      book.append(MIDDLE.getFirst());
      book.append(MIDDLE.get(1));
      file = book.fileOf(id);
    }
    List<String> lines = Files.readAllLines(file);
    Files.writeString(file, lines.get(0) + "\n" + lines.get(2) + "\n");
    byte[] before = Files.readAllBytes(file);
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      assertThat(book.recoveries())
          .singleElement()
          .isInstanceOfSatisfying(
              Recovery.Damaged.class,
              damaged ->
                  assertThat(damaged.why())
                      .contains("line 2")
                      .contains("does not follow from line 1"));
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aSecondBookOnTheFolderIsRefused() throws IOException {
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      book.open(OPENED);
      assertThatThrownBy(() -> SessionBook.in(folder, CLOCK, SigningKey.in(folder)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another controller");
    }
  }

  @Test
  void oneSessionAtATimeAndNothingWithoutOne() throws IOException {
    try (SessionBook book = SessionBook.in(folder, CLOCK, SigningKey.in(folder))) {
      assertThatIllegalStateException().isThrownBy(() -> book.append(MIDDLE.getFirst()));
      assertThatIllegalStateException().isThrownBy(() -> book.close(0, 0));
      SessionId first = book.open(OPENED);
      assertThatIllegalStateException()
          .isThrownBy(() -> book.open(OPENED))
          .withMessageContaining(first.value());
      assertThatIllegalArgumentException().isThrownBy(() -> book.append(OPENED));
      book.close(0, 0);
      assertThat(book.open(OPENED)).isNotEqualTo(first);
    }
  }
}
