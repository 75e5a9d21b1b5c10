package org.stipple.controller.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.stipple.controller.command.StrokeMode;
import org.stipple.controller.profile.Cartridge;
import org.stipple.controller.profile.Motor;
import org.stipple.controller.profile.Needle;
import org.stipple.telemetry.toml.CheckedFile;
import org.stipple.telemetry.toml.FileError;
import org.stipple.telemetry.toml.Quantity;
import org.stipple.telemetry.toml.Schema;

/**
 * Everything that may be mounted and how it is used, by name. Immutable.
 *
 * @param handpieces by name
 * @param cartridges by type
 * @param skins by name
 * @param doses by label of the zone, "scar" for all scars
 * @param presets by name, in the order of their file
 */
public record Catalogue(
    Map<String, Handpiece> handpieces,
    Map<String, CartridgeType> cartridges,
    Map<String, Skin> skins,
    Map<String, ZoneDose> doses,
    Map<String, Preset> presets) {

  private static final String HANDPIECES = "handpieces.toml";
  private static final String CARTRIDGES = "cartridges.toml";
  private static final String PRESETS = "presets.toml";

  /** Keeps the order, and lets nobody change it. */
  public Catalogue {
    handpieces = Collections.unmodifiableMap(handpieces);
    cartridges = Collections.unmodifiableMap(cartridges);
    skins = Collections.unmodifiableMap(skins);
    doses = Collections.unmodifiableMap(doses);
    presets = Collections.unmodifiableMap(presets);
  }

  /** The one in the jar. */
  public static Catalogue builtIn() {
    try {
      return read(Optional.empty());
    } catch (FileError e) {
      throw new IllegalStateException("the built-in catalogue", e);
    }
  }

  /**
   * Reads the catalogue.
   *
   * @param folder of the machine's own files; each replaces the built-in one of its name, as a
   *     whole
   * @throws FileError naming file, line, key and what is allowed, for everything that is wrong
   */
  public static Catalogue read(Optional<Path> folder) throws FileError {
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      throw new FileError(
          List.of(
              folder.get()
                  + ": no such folder; it may hold "
                  + String.join(", ", HANDPIECES, CARTRIDGES, PRESETS)));
    }
    CheckedFile handpieces = open(folder, HANDPIECES, CatalogueKeys.HANDPIECES);
    CheckedFile cartridges = open(folder, CARTRIDGES, CatalogueKeys.CARTRIDGES);
    CheckedFile presets = open(folder, PRESETS, CatalogueKeys.PRESETS);
    Catalogue catalogue =
        new Catalogue(
            each(handpieces, "handpiece", Catalogue::handpiece),
            each(cartridges, "cartridge", Catalogue::cartridge),
            each(presets, "skin", Catalogue::skin),
            each(presets, "zone", Catalogue::dose),
            each(presets, "preset", Catalogue::preset));
    handpieces.stopIfWrong();
    cartridges.stopIfWrong();
    presets.entries("preset").forEach((name, entry) -> catalogue.check(name, entry));
    presets.stopIfWrong();
    return catalogue;
  }

  private static CheckedFile open(Optional<Path> folder, String name, Schema schema)
      throws FileError {
    Optional<Path> own = folder.map(place -> place.resolve(name)).filter(Files::exists);
    return own.isPresent()
        ? CheckedFile.read(own.get(), schema)
        : CheckedFile.parse("built-in " + name, resource(name), schema);
  }

  private static String resource(String name) {
    try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the catalogue's file " + name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> Map<String, T> each(
      CheckedFile file, String kind, BiFunction<String, CheckedFile, T> read) {
    Map<String, T> all = new LinkedHashMap<>();
    file.entries(kind).forEach((name, entry) -> all.put(name, read.apply(name, entry)));
    return all;
  }

  private static Handpiece handpiece(String name, CheckedFile entry) {
    return new Handpiece(
        name,
        new Needle(
            entry.required("handpiece.stroke"),
            entry.whole("handpiece.pulses_per_stroke"),
            entry.required("handpiece.feed_forward_offset"),
            entry.required("handpiece.feed_forward_slope"),
            entry.required("handpiece.supply")),
        new Motor(
            entry.required("handpiece.resistance"),
            entry.required("handpiece.torque_constant"),
            entry.required("handpiece.lag"),
            entry.required("handpiece.current_max")));
  }

  private static CartridgeType cartridge(String name, CheckedFile entry) {
    double hzMin = entry.required("cartridge.frequency_min");
    double hzMax = entry.required("cartridge.frequency_max");
    if (hzMax < hzMin) {
      entry.wrong(
          "cartridge.frequency_max",
          "is below frequency_min",
          Quantity.number(hzMin) + " Hz to 180 Hz");
    }
    return new CartridgeType(
        new Cartridge(
            name,
            entry.whole("cartridge.needles"),
            entry.required("cartridge.membrane"),
            hzMin,
            Math.max(hzMin, hzMax),
            entry.required("cartridge.depth_max")),
        entry.requiredText("cartridge.grouping"),
        entry.text("cartridge.single_use").orElse("yes").equals("yes"));
  }

  private static Skin skin(String name, CheckedFile entry) {
    return new Skin(name, entry.whole("skin.stiffness") / 100.0, entry.whole("skin.dose"));
  }

  private static ZoneDose dose(String name, CheckedFile entry) {
    double soft = entry.required("zone.dose_soft");
    double hard = entry.required("zone.dose_hard");
    if (hard < soft) {
      entry.wrong(
          "zone.dose_hard",
          "is below dose_soft",
          Quantity.number(soft) + " strokes/cm2 to 20000 strokes/cm2");
    }
    return new ZoneDose(entry.required("zone.area"), soft, hard);
  }

  private static Preset preset(String name, CheckedFile entry) {
    return new Preset(
        name,
        entry.requiredText("preset.zone"),
        entry.requiredText("preset.skin"),
        entry.requiredText("preset.cartridge"),
        entry.required("preset.frequency"),
        entry.required("preset.depth"),
        new Preset.Strokes(
            StrokeMode.of(entry.text("preset.strokes").orElse("continuous")),
            entry.whole("preset.tap_strokes"),
            entry.measure("preset.tap_period")));
  }

  /** What a preset names must be there, and what it asks for must be allowed there. */
  private void check(String name, CheckedFile entry) {
    Preset preset = presets.get(name);
    if (preset == null) {
      return;
    }
    known(entry, "preset.zone", preset.zone(), doses.keySet());
    known(entry, "preset.skin", preset.skin(), skins.keySet());
    known(entry, "preset.cartridge", preset.cartridge(), cartridges.keySet());
    CartridgeType cartridge = cartridges.get(preset.cartridge());
    if (cartridge != null) {
      Cartridge allowed = cartridge.facts();
      within(entry, "preset.frequency", preset.frequencyHz(), "Hz", allowed);
      within(entry, "preset.depth", preset.depthMm(), "mm", allowed);
    }
  }

  private static void known(
      CheckedFile entry, String key, String given, Collection<String> allowed) {
    if (!given.isEmpty() && !allowed.contains(given)) {
      entry.wrong(key, "is '" + given + "', which is unknown", String.join(", ", allowed));
    }
  }

  private static void within(
      CheckedFile entry, String key, double value, String unit, Cartridge cartridge) {
    boolean frequency = unit.equals("Hz");
    double low = frequency ? cartridge.frequencyHzMin() : 0.2;
    double high = frequency ? cartridge.frequencyHzMax() : cartridge.depthMmMax();
    if (value < low || value > high) {
      entry.wrong(
          key,
          "is %s %s, which cartridge %s is not made for"
              .formatted(Quantity.number(value), unit, cartridge.type()),
          "%s %s to %s %s".formatted(Quantity.number(low), unit, Quantity.number(high), unit));
    }
  }

  /** The dose of a zone; empty where the catalogue says nothing of it. */
  public Optional<ZoneDose> doseOf(String zoneLabel) {
    return Optional.ofNullable(doses.get(zoneLabel))
        .or(() -> Optional.ofNullable(doses.get(kindOf(zoneLabel))));
  }

  /** "scar" for scar-1 to scar-9; the label itself for the others. */
  public static String kindOf(String zoneLabel) {
    return zoneLabel.startsWith("scar-") ? "scar" : zoneLabel;
  }

  /**
   * The cartridge of that type.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public CartridgeType cartridge(String type) {
    return found("cartridge", type, cartridges);
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public Preset preset(String name) {
    return found("preset", name, presets);
  }

  /**
   * The skin of that name.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public Skin skin(String name) {
    return found("skin", name, skins);
  }

  private static <T> T found(String noun, String name, Map<String, T> there) {
    T found = there.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no %s '%s': allowed are %s".formatted(noun, name, String.join(", ", there.keySet())));
    }
    return found;
  }
}
