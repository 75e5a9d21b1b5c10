package org.stipple.telemetry.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a file may hold. Either sections with keys, as in {@code [needle] stroke}, or named entries
 * of some kinds, as in {@code [cartridge.3RL] needles}; then the file's first key is {@code
 * schema}, its version.
 */
public final class Schema {

  private final String example;
  private final int version;
  private final Map<String, Key> keys = new LinkedHashMap<>();

  private Schema(String example, int version, List<Key> keys) {
    this.example = example;
    this.version = version;
    keys.forEach(key -> this.keys.put(key.name(), key));
  }

  /**
   * Sections with keys.
   *
   * @param example where a person finds such a file
   */
  public static Schema ofSections(String example, List<Key> keys) {
    return new Schema(example, 0, keys);
  }

  /**
   * Named entries; a key's section is the kind of the entry.
   *
   * @param example where a person finds such a file
   * @param version what the file's key {@code schema} must be, 1..
   */
  public static Schema ofEntries(String example, int version, List<Key> keys) {
    if (version < 1) {
      throw new IllegalArgumentException("version " + version + "; allowed are 1 and more");
    }
    return new Schema(example, version, keys);
  }

  /** All keys, in their order. */
  public List<Key> keys() {
    return new ArrayList<>(keys.values());
  }

  /** The key of that name, which must be there. */
  public Key key(String name) {
    Key key = keys.get(name);
    if (key == null) {
      throw new IllegalArgumentException("no key " + name);
    }
    return key;
  }

  boolean has(String name) {
    return keys.containsKey(name);
  }

  /** Whether the file holds named entries. */
  boolean named() {
    return version > 0;
  }

  int version() {
    return version;
  }

  String example() {
    return example;
  }

  Set<String> sections() {
    Set<String> sections = new LinkedHashSet<>();
    keys.values().forEach(key -> sections.add(key.section()));
    return sections;
  }

  List<String> leaves(String section) {
    return keys.values().stream()
        .filter(key -> key.section().equals(section))
        .map(Key::leaf)
        .toList();
  }
}
