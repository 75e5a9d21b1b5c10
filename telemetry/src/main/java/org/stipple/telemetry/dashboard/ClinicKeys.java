package org.stipple.telemetry.dashboard;

import java.util.List;
import org.stipple.telemetry.ingest.HostSettings;
import org.stipple.telemetry.store.SiteTemplate;
import org.stipple.telemetry.toml.Key;
import org.stipple.telemetry.toml.Schema;

/** All keys of a clinic's files; {@code docs/clinic-settings.md} lists them, a test compares. */
final class ClinicKeys {

  private static final String PORT_WORDS = "any free one where it is 0";

  private ClinicKeys() {}

  /**
   * A key of the settings and the option of {@code stipple clinic} that it stands for.
   *
   * @param option as in {@code --mqtt-port}
   * @param path whether it is a path, which is relative to the settings file
   */
  record Setting(String option, Key key, boolean path) {}

  private static Setting setting(
      String option, String key, Key.Form form, String fallback, String meaning) {
    return new Setting(option, new Key(key, form, fallback, meaning), false);
  }

  private static Setting path(String option, String key, String fallback, String meaning) {
    Key.Form form = new Key.Text("\\S.*", "a path");
    return new Setting(option, new Key(key, form, fallback, meaning), true);
  }

  private static final Key.Form PORT = new Key.Whole(0, 65_535);
  private static final Key.Form NAME =
      new Key.Text("[^ /+#]{1,64}", "1 to 64 characters without space / + #");

  /** The settings, in the order in which people read them. */
  static final List<Setting> SETTINGS =
      List.of(
          setting(
              "--broker",
              "broker.url",
              new Key.Text(
                  "(tcp|ssl)://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}",
                  "\"tcp://HOST:PORT\" or \"ssl://HOST:PORT\""),
              "(an embedded one)",
              "MQTT 5 broker of the clinic"),
          setting(
              "--mqtt-port",
              "broker.port",
              PORT,
              "(1883; with enrolled devices that of enrol's --broker)",
              "port of the embedded broker, " + PORT_WORDS),
          setting(
              "--mqtt-listen",
              "broker.listen",
              new Key.Text("[0-9A-Za-z.:-]+", "an address of this computer"),
              "0.0.0.0",
              "where the embedded broker listens with TLS; without it on 127.0.0.1 only"),
          setting(
              "--plain",
              "broker.plain",
              new Key.Choice(List.of("yes", "no")),
              "no",
              "go to a tcp:// broker on another computer, though others can read along"),
          path(
              "--data",
              "store.data",
              "~/.local/share/stipple-clinic",
              "folder of keys and of the embedded store; relative to the settings file"),
          setting(
              "--store",
              "store.url",
              new Key.Text(
                  "jdbc:postgresql://\\S+", "\"jdbc:postgresql://HOST:PORT/DATABASE?user=USER\""),
              "(SQLite in store.data)",
              "PostgreSQL, where the records go"),
          setting("--port", "page.port", PORT, "8090", "port of the page, " + PORT_WORDS),
          setting(
              "--host-id",
              "host.id",
              new Key.Text(
                  "[^ /+#]{1,%d}".formatted(HostSettings.HOST_ID_MAX),
                  "1 to %d characters without space / + #".formatted(HostSettings.HOST_ID_MAX)),
              "stipple-clinic",
              "name of this host application, which devices wait for"),
          setting("--group", "host.group", NAME, "(all)", "follow this site's devices only"),
          setting(
              "--enrolled-only",
              "records.enrolled_only",
              new Key.Choice(List.of("yes", "no")),
              "no",
              "take records of enrolled devices only"),
          path(
              "--sites",
              "records.sites",
              "(sites.toml in store.data, if there)",
              "templates of the sites; relative to the settings file"));

  /** {@code clinic.toml}. */
  static final Schema SCHEMA =
      Schema.ofSections(
          "telemetry/examples/clinic.toml", SETTINGS.stream().map(Setting::key).toList());

  /** Parts of a record in any order, by their words. */
  private static final String PARTS =
      "("
          + String.join(
              "|", List.of(SiteTemplate.Part.values()).stream().map(p -> p.word()).toList())
          + ")";

  /** {@code sites.toml}: an entry for each Sparkplug group. */
  static final Schema SITES =
      Schema.ofEntries(
          "telemetry/examples/sites.toml",
          1,
          List.of(
              new Key(
                  "site.name",
                  new Key.Text("\\S.{0,99}", "1 to 100 characters"),
                  "(the group)",
                  "the site as people call it"),
              new Key(
                  "site.retention_years",
                  new Key.Whole(1, 100),
                  Integer.toString(SiteTemplate.USUAL_YEARS),
                  "how long a record is kept after its session, years; then the server erases it"),
              new Key(
                  "site.requires",
                  new Key.Text(
                      "(" + PARTS + "( " + PARTS + ")*)?",
                      "some of "
                          + String.join(
                              ", ",
                              List.of(SiteTemplate.Part.values()).stream()
                                  .map(SiteTemplate.Part::word)
                                  .toList())),
                  "",
                  "what a record must tell to be complete, words with a space between")));
}
