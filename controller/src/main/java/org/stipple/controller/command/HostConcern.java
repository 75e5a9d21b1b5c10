package org.stipple.controller.command;

/** What the host is worried about besides the machine; the later ones go before the earlier. */
public enum HostConcern {
  /** Nothing. */
  NONE,
  /** Its time of day is not what the world's is. */
  CLOCK,
  /** Its disk will not do for much longer. */
  DISK_LOW,
  /** What happens is not on its disk. */
  RECORD
}
