package org.stipple.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.stipple.telemetry.web.Asset;

/** What the page weighs, and that the files of others are what they were. */
final class AssetsTest {

  private static final int SCRIPTS_AND_STYLES_MAX = 60_000;
  private static final int FONTS_MAX = 60_000;

  @Test
  void b1ScriptsAndStylesWeighAtMost60Kilobytes() throws IOException {
    int bytes = 0;
    int fonts = 0;
    for (Asset asset : Assets.load()) {
      if (asset.path().endsWith(".js") || asset.path().endsWith(".css")) {
        bytes += zipped(asset.bytes());
      } else if (asset.path().endsWith(".woff2")) {
        fonts += asset.bytes().length;
      }
    }
    System.out.println("panel: " + bytes + " bytes of scripts and styles, zipped; fonts " + fonts);
    assertThat(bytes).isBetween(20_000, SCRIPTS_AND_STYLES_MAX);
    assertThat(fonts).isBetween(10_000, FONTS_MAX);
  }

  @Test
  void b4TheFilesOfOthersAreUnchanged() throws Exception {
    List<MatchResult> rows =
        Pattern.compile("(?m)^\\| (\\S+) \\|.*\\| ([0-9a-f]{64}) \\|$")
            .matcher(new String(read("vendor/README.md"), StandardCharsets.UTF_8))
            .results()
            .toList();
    assertThat(rows).hasSize(4);
    for (MatchResult row : rows) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(read("vendor/" + row.group(1)));
      assertThat(HexFormat.of().formatHex(sum)).as(row.group(1)).isEqualTo(row.group(2));
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  private static int zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.size();
  }
}
