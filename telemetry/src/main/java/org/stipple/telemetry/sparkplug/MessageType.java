package org.stipple.telemetry.sparkplug;

/** The kinds of messages that stand in a Sparkplug topic; STATE has a topic of another form. */
public enum MessageType {
  NBIRTH(false),
  NDEATH(false),
  NDATA(false),
  NCMD(false),
  DBIRTH(true),
  DDEATH(true),
  DDATA(true),
  DCMD(true);

  private final boolean ofDevice;

  MessageType(boolean ofDevice) {
    this.ofDevice = ofDevice;
  }

  /** Whether its topic ends in a device id. */
  public boolean ofDevice() {
    return ofDevice;
  }
}
