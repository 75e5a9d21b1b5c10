package org.stipple.controller.panel;

import java.util.List;
import java.util.stream.Stream;
import org.stipple.telemetry.web.Asset;

/** The page's files, read from the jar once. */
final class Assets {

  private static final List<String> NAMES =
      List.of(
          "after.js",
          "alarm.js",
          "change.js",
          "chart.js",
          "course.js",
          "forms.js",
          "hold.js",
          "icon.svg",
          "icons.js",
          "key.js",
          "link.js",
          "panel.css",
          "panel.js",
          "scalp.js",
          "sheets.js",
          "tiles.js",
          "words.js",
          "messages/de.json",
          "messages/en.json",
          "vendor/preact-htm.js",
          "vendor/uPlot.iife.min.js",
          "vendor/uPlot.min.css",
          "vendor/inter.woff2");

  private Assets() {}

  /** All files; the page itself is the root. */
  static List<Asset> load() {
    return Stream.concat(
            Stream.of(Asset.of("/", Assets.class, "index.html")),
            NAMES.stream().map(name -> Asset.of("/" + name, Assets.class, name)))
        .toList();
  }
}
