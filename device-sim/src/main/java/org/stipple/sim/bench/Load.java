package org.stipple.sim.bench;

/** What else the computer does while a loop is measured. */
enum Load {
  /** Nothing. */
  IDLE(false, false, 0, false),
  /** stress-ng keeps every processor busy with computing and memory. */
  STRESS(true, false, 0, false),
  /**
   * The same, and 200 MB of garbage a second: in the loop's own JVM where it has one, else in a JVM
   * beside it.
   */
  LOADED(true, false, 200, false),
  /**
   * The same with a disk that is written without end. A load of its own: where the disk's
   * interrupts hold a processor up by more than any spin may last, they alone decide the tail of
   * everybody.
   */
  DISK(true, true, 200, false),
  /** The same garbage without stress-ng, and a full collection forced each second. */
  FULL_GC(false, false, 200, true);

  final boolean stress;
  final boolean disk;
  final int garbageMegabytesPerSecond;
  final boolean fullCollections;

  Load(boolean stress, boolean disk, int garbageMegabytesPerSecond, boolean fullCollections) {
    this.stress = stress;
    this.disk = disk;
    this.garbageMegabytesPerSecond = garbageMegabytesPerSecond;
    this.fullCollections = fullCollections;
  }

  /** As it is written on a command line and in a table. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static Load of(String label) {
    for (Load load : values()) {
      if (load.label().equals(label)) {
        return load;
      }
    }
    throw new IllegalArgumentException(
        "load '" + label + "': allowed are idle, stress, loaded, disk, full-gc");
  }
}
