package org.stipple.telemetry.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AuditLogTest {
  @TempDir private Path folder;
  private final AtomicLong nowMs = new AtomicLong(1_000_000);

  private AuditLog log() {
    return new AuditLog(folder, () -> Instant.ofEpochMilli(nowMs.get()));
  }

  private List<JsonNode> lines() throws IOException {
    return Files.readAllLines(folder.resolve("audit.log")).stream()
        .map(JsonMapper.shared()::readTree)
        .toList();
  }

  private long told() throws IOException {
    return lines().stream().mapToLong(line -> line.get("times").asLong()).sum();
  }

  @Test
  void aFloodOfOneKindIsAFewLinesWhoseSumIsWhatCame() throws IOException {
    try (AuditLog log = log()) {
      for (int i = 0; i < 10_000; i++) {
        log.refused(new AuditLog.Refusal("connection", "", "10.0.0.7", "no certificate"));
        nowMs.addAndGet(10);
      }
      assertThat(log.refusals()).isEqualTo(10_000);
    }
    assertThat(lines()).hasSizeLessThan(30);
    assertThat(told()).isEqualTo(10_000);
  }

  @Test
  void manyKindsTakeBoundedMemoryAndNoneIsMissing() throws IOException {
    try (AuditLog log = log()) {
      for (int i = 0; i < 1_500; i++) {
        log.refused(new AuditLog.Refusal("message", "a/b/c", "", "no rule allows x" + i));
      }
    }
    assertThat(told()).isEqualTo(1_500);
    assertThat(lines()).hasSizeBetween(1_000, 1_002);
  }

  @Test
  void whoIsRefusedCannotFillTheLogWithWordsOfTheirs() throws IOException {
    try (AuditLog log = log()) {
      log.refused(
          new AuditLog.Refusal("message", "a/b/c", "", "no rule allows " + "x".repeat(65_000)));
    }
    assertThat(lines().getFirst().get("why").asString())
        .startsWith("no rule allows xxx")
        .hasSizeLessThan(210);
  }

  @Test
  void itIsNobodyElsesToReadAndTellsCommands() throws IOException {
    try (AuditLog log = log()) {
      log.command("revoke", "a/b/c", "2 certificates");
    }
    assertThat(lines().getFirst().get("what").asString()).isEqualTo("revoke");
    assertThat(lines().getFirst().get("who").asString()).isEqualTo(System.getProperty("user.name"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("audit.log")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
