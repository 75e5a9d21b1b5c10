package org.stipple.controller.panel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page's files, read from the jar once. */
final class Assets {

  /** A file, all of them being text, and its media type. */
  record Asset(String type, String text) {}

  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "panel.css", "text/css; charset=utf-8",
          "panel.js", "text/javascript; charset=utf-8",
          "chart.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private Assets() {}

  /** All files by name. */
  static Map<String, Asset> load() {
    Map<String, Asset> assets = new LinkedHashMap<>();
    TYPES.forEach((name, type) -> assets.put(name, new Asset(type, read(name))));
    return assets;
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the panel's file " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
