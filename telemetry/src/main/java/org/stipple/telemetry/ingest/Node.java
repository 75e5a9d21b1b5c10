package org.stipple.telemetry.ingest;

import java.util.TreeMap;

/** What is known of one edge node; belongs to the {@link Fleet}. */
final class Node {
  static final int NOT_BORN = -1;

  final TreeMap<String, Device> devices = new TreeMap<>();
  boolean online;
  long bdSeq = NOT_BORN;
  int nextSeq;
  boolean incomplete;

  /** When a Rebirth was last asked for, monotonic ms; far back at first. */
  long rebirthAskedAtMs = Long.MIN_VALUE / 2;

  void dies() {
    online = false;
    devices.values().forEach(device -> device.online = false);
  }
}
