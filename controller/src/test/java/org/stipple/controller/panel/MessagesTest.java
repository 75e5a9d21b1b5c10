package org.stipple.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stipple.controller.catalogue.Catalogue;
import org.stipple.controller.command.Outcome;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.control.Mode;
import org.stipple.controller.control.TestStage;
import org.stipple.controller.safety.AlarmPriority;
import org.stipple.controller.safety.Fault;
import org.stipple.controller.safety.Interlock;
import org.stipple.controller.safety.Notice;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.web.Asset;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the panel says: nothing is said in one language only, and nothing the machine may say is
 * missing.
 */
final class MessagesTest {

  private static final Map<String, String> ENGLISH = bundle("en");

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(bundle("de").keySet()).isEqualTo(ENGLISH.keySet());
    bundle("de")
        .forEach((key, text) ->
            assertThat(places(text)).as(key).isEqualTo(places(ENGLISH.getOrDefault(key, ""))));
    assertThat(ENGLISH.values()).doesNotContain("");
  }

  @Test
  void everyKeyInThePagesFilesHasItsMessage() {
    Pattern use = Pattern.compile("\\bt\\(\\s*'([^']+)'");
    Set<String> used = new TreeSet<>();
    for (Asset asset : Assets.load()) {
      if (asset.path().endsWith(".js") && !asset.path().startsWith("/vendor")) {
        Matcher matcher = use.matcher(new String(asset.bytes(), StandardCharsets.UTF_8));
        while (matcher.find()) {
          used.add(matcher.group(1));
        }
      }
    }
    assertThat(used).hasSizeGreaterThan(60);
    assertThat(ENGLISH.keySet()).containsAll(used);
  }

  @Test
  void whateverTheMachineMayTellHasItsMessage() {
    assertThat(ENGLISH.keySet())
        .containsAll(
            keys(
                "alarm.",
                Arrays.stream(Fault.values())
                    .filter(fault -> fault.priority() != AlarmPriority.NONE)))
        .containsAll(
            keys("alarm.", Arrays.stream(Notice.values()).filter(notice -> notice != Notice.NONE)))
        .containsAll(
            keys(
                "interlock.",
                Arrays.stream(Interlock.values()).filter(interlock -> interlock != Interlock.NONE)))
        .containsAll(
            keys(
                "answer.",
                Arrays.stream(Outcome.values()).filter(outcome -> outcome != Outcome.DONE)))
        .containsAll(
            keys(
                "selftest.",
                Arrays.stream(TestStage.values()).filter(stage -> stage != TestStage.NONE)))
        .containsAll(
            keys("state.", Arrays.stream(Mode.values()).filter(mode -> mode != Mode.DISARMED)))
        .containsAll(keys("mode.", Arrays.stream(StrokeMode.values())))
        .containsAll(
            Zone.labels().stream()
                .filter(zone -> !zone.startsWith("scar-"))
                .map(zone -> "zone." + zone)
                .toList())
        .containsAll(
            Catalogue.builtIn().skins().keySet().stream().map(skin -> "skin." + skin).toList());
    ENGLISH.keySet().stream()
        .filter(key -> key.startsWith("alarm.") && ENGLISH.containsKey(key + ".do"))
        .forEach(key -> assertThat(ENGLISH.get(key)).as("fits in two lines").hasSizeLessThan(24));
  }

  private static Set<String> keys(String prefix, Stream<? extends Enum<?>> values) {
    Set<String> keys = new TreeSet<>();
    values.forEach(value -> keys.add(prefix + value.name().toLowerCase(Locale.ROOT)));
    return keys;
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\{\\w+}").matcher(text);
    while (matcher.find()) {
      places.add(matcher.group());
    }
    return places;
  }

  private static Map<String, String> bundle(String language) {
    Map<String, String> messages = new TreeMap<>();
    JsonMapper.shared()
        .readTree(Asset.of("/", Assets.class, "messages/" + language + ".json").bytes())
        .properties()
        .forEach(message -> messages.put(message.getKey(), message.getValue().asString()));
    return messages;
  }
}
