package org.stipple.controller.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;
import org.stipple.telemetry.session.Zone;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Key;

final class CatalogueTest {

  @TempDir Path folder;

  @Test
  void theBuiltInOneKnowsEveryZoneAndTheReferenceHandpiece() {
    Catalogue catalogue = Catalogue.builtIn();

    assertThat(Zone.labels()).allMatch(zone -> catalogue.doseOf(zone).isPresent());
    assertThat(catalogue.handpieces().get("1331T012"))
        .isEqualTo(new Handpiece("1331T012", Needle.reference(), Motor.reference()));
    assertThat(catalogue.presets().values())
        .extracting(Preset::skin)
        .contains("normal", "alopecia", "scar-fue", "scar-fut", "burn", "vitiligo");
  }

  @Test
  void theTablesInTheDocumentsListEveryKeyAsItIs() throws IOException {
    List<String> written =
        Files.readAllLines(Path.of("docs/catalogue.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(written)
        .containsExactlyElementsOf(
            Stream.of(CatalogueKeys.HANDPIECES, CatalogueKeys.CARTRIDGES, CatalogueKeys.PRESETS)
                .flatMap(schema -> schema.keys().stream())
                .map(Key::row)
                .toList());
  }

  @Test
  void aFileOfTheMachinesOwnReplacesTheBuiltInOne() throws Exception {
    write(
        "presets.toml",
        """
        schema = 1
        [skin.normal]
        [zone.crown]
        area = "50 cm2"
        dose_soft = "100 strokes/cm2"
        dose_hard = "200 strokes/cm2"
        """);

    Catalogue catalogue = Catalogue.read(Optional.of(folder));

    assertThat(catalogue.presets()).isEmpty();
    assertThat(catalogue.cartridges()).containsKey("3RL");
    assertThat(catalogue.doseOf("crown").orElseThrow().hardStrokes(catalogue.skin("normal")))
        .isEqualTo(10_000);
    assertThat(catalogue.doseOf("scar-1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          needles = 3                       | 1  | key 'schema' is missing: allowed schema = 1 as the first line
          schema = 2                        | 1  | key 'schema' is the number 2: allowed schema = 1
          schema = 1;[cartrige.X]           | 2  | key 'cartrige' is unknown: allowed sections [cartridge]
          schema = 1;[cartridge];X = 1      | 3  | key 'cartridge.X' is a value, not an entry: allowed [cartridge.NAME]
          schema = 1;[cartridge.X];size = 3 | 3  | key 'cartridge.X.size' is unknown: allowed in [cartridge] grouping, needles
          schema = 1;[cartridge.X]          | 2  | key 'cartridge.X.needles' is missing: allowed 1 to 7
          schema = 1;[cartridge.X];needles = 9 | 3 | key 'cartridge.X.needles' is 9, which is out of range: allowed 1 to 7
          schema = 1;[cartridge.X];membrane = '3' | 3 | key 'cartridge.X.membrane' is '3', which has no unit
          """)
  void namesFileLineKeyAndWhatIsAllowed(String lines, int line, String words) throws IOException {
    Path file = write("cartridges.toml", lines.replace(';', '\n').replace('\'', '"') + "\n");

    assertThatThrownBy(() -> Catalogue.read(Optional.of(folder)))
        .isInstanceOfSatisfying(
            FileError.class,
            error ->
                assertThat(error.lines())
                    .anySatisfy(
                        text -> assertThat(text).startsWith(file + ":" + line + ": " + words)));
  }

  @Test
  void aPresetThatNamesWhatIsNotThereIsRefused() throws Exception {
    write(
        "presets.toml",
        """
        schema = 1
        [skin.normal]
        [zone.crown]
        area = "50 cm2"
        dose_soft = "100 strokes/cm2"
        dose_hard = "90 strokes/cm2"
        [preset.one]
        zone = "nose"
        skin = "normal"
        cartridge = "7RL"
        frequency = "150 Hz"
        depth = "1 mm"
        """);

    assertThatThrownBy(() -> Catalogue.read(Optional.of(folder)))
        .hasMessageContaining(":6: key 'zone.crown.dose_hard' is below dose_soft: allowed 100")
        .hasMessageContaining(
            ":8: key 'preset.one.zone' is 'nose', which is unknown: allowed crown")
        .hasMessageContaining(
            ":11: key 'preset.one.frequency' is 150 Hz, which cartridge 7RL is not made for:"
                + " allowed 25 Hz to 130 Hz");
  }

  @Test
  void whatWasUsedIsKnownAfterARestartAlsoWhenTheLastLineWasCut() throws Exception {
    Path file = folder.resolve("used");
    MountedCartridge one = cartridge("S1");
    UsedCartridges.in(file).use(one, "session-1");
    Files.writeString(file, "3RL L1", java.nio.file.StandardOpenOption.APPEND);

    UsedCartridges again = UsedCartridges.in(file);

    assertThat(again.sessionOf(one)).contains("session-1");
    assertThat(again.sessionOf(cartridge("S2"))).isEmpty();
    again.use(cartridge("S2"), "session-2");
    assertThat(UsedCartridges.in(file).sessionOf(cartridge("S2"))).contains("session-2");
  }

  private static MountedCartridge cartridge(String serial) {
    return new MountedCartridge(
        Catalogue.builtIn().cartridge("3RL"), "L1", LocalDate.of(2027, 5, 31), Optional.of(serial));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
