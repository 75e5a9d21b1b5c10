package org.stipple.sim.board;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** One decoded message of the board. Numbers are as on the wire, signed 32 bit; buffers are hex. */
record Message(String name, Map<String, String> fields, long timeNs, int sequence) {

  int number(String field) {
    return Integer.parseInt(text(field));
  }

  long unsigned(String field) {
    return number(field) & 0xFFFF_FFFFL;
  }

  byte[] bytes(String field) {
    return HexFormat.of().parseHex(text(field));
  }

  String text(String field) {
    return Objects.requireNonNull(fields.get(field), () -> name + " has no " + field);
  }
}
