package org.stipple.controller.board;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DictionaryException;

/** The sounder on the board. Its default is on: a board that shuts down sounds by itself. */
final class Sounder {

  private final Channel channel;
  private final @Nullable Command update;
  private final int oid;
  private final boolean inverted;
  private boolean on;

  Sounder(Configuration c, BoardSettings settings, Channel channel) throws DictionaryException {
    this.channel = channel;
    if (!settings.has(Role.BUZZER)) {
      update = null;
      oid = -1;
      inverted = false;
      return;
    }
    oid = c.newOid();
    inverted = c.name(Role.BUZZER).inverted();
    int silent = inverted ? 1 : 0;
    c.configure(
        c.command(
            Role.BUZZER,
            "config_digital_out",
            "oid",
            "pin",
            "value",
            "default_value",
            "max_duration"),
        oid,
        c.pin(Role.BUZZER),
        silent,
        1 - silent,
        0);
    update = c.command(Role.BUZZER, "update_digital_out", "oid", "value");
  }

  void begin() {
    on = false;
  }

  void set(boolean wanted) {
    Command command = update;
    if (command == null || wanted == on) {
      return;
    }
    on = wanted;
    channel.start(command).put(oid).put(wanted == inverted ? 0 : 1);
    channel.send();
  }
}
