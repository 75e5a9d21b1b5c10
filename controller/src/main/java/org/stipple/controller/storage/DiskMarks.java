package org.stipple.controller.storage;

import java.time.Duration;

/**
 * What the disk must have.
 *
 * @param reserveBytes kept for the record of a session that is open when the disk fills
 * @param refuseBelowBytes free besides the reserve, below which no session begins
 * @param warnBelowBytes free besides the reserve, below which somebody is called
 * @param keep how long what the clinic has acknowledged stays here
 */
public record DiskMarks(
    long reserveBytes, long refuseBelowBytes, long warnBelowBytes, Duration keep) {
  /** Checks their order. */
  public DiskMarks {
    if (reserveBytes < 0 || refuseBelowBytes < 0 || warnBelowBytes < refuseBelowBytes) {
      throw new IllegalArgumentException("marks of a disk: 0 <= refuse <= warn");
    }
  }
}
