package org.stipple.telemetry.sparkplug;

/** The data types in use here, with their numbers in Sparkplug 3.0, section 6.4.16. */
public enum DataType {
  INT32(3),
  INT64(4),
  UINT32(7),
  UINT64(8),
  FLOAT(9),
  DOUBLE(10),
  BOOLEAN(11),
  STRING(12),
  DATE_TIME(13);

  private final int code;

  DataType(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
