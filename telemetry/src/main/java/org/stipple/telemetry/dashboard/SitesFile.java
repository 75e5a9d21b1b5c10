package org.stipple.telemetry.dashboard;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stipple.telemetry.store.SiteTemplate;
import org.stipple.telemetry.store.Sites;
import org.stipple.telemetry.toml.CheckedFile;
import org.stipple.telemetry.toml.FileError;

/** Reads {@code sites.toml}: what each site's authority wants of a record. */
final class SitesFile {

  private SitesFile() {}

  /**
   * Reads a file.
   *
   * @throws FileError naming line, key and what is allowed, for everything that is wrong
   */
  static Sites read(Path path) throws FileError {
    CheckedFile file = CheckedFile.read(path, ClinicKeys.SITES);
    Map<String, SiteTemplate> templates = new HashMap<>();
    file.entries("site").forEach((group, entry) -> templates.put(group, template(group, entry)));
    file.stopIfWrong();
    return new Sites(templates);
  }

  private static SiteTemplate template(String group, CheckedFile entry) {
    String words = entry.text("site.requires").orElse("");
    Set<SiteTemplate.Part> requires =
        Arrays.stream(SiteTemplate.Part.values())
            .filter(part -> List.of(words.split(" ")).contains(part.word()))
            .collect(Collectors.toSet());
    return new SiteTemplate(
        entry.text("site.name").orElse(group), entry.whole("site.retention_years"), requires);
  }
}
