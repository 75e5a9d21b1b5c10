package org.stipple.controller.flightlog;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.BoardSettings;
import org.stipple.controller.board.PinName;
import org.stipple.controller.board.Role;
import org.stipple.controller.profile.Profile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Of which machine a flight log is: all that its host was made of.
 *
 * @param build that wrote it
 * @param startedAt UTC
 * @param profile of the machine
 * @param board how its board is wired
 */
public record FlightHeader(String build, Instant startedAt, Profile profile, BoardSettings board) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** One line of JSON. */
  String line() {
    ObjectNode pins = JSON.createObjectNode();
    board.pins().forEach((role, pin) -> pins.set(role.name(), JSON.valueToTree(pin)));
    ObjectNode wiring =
        JSON.createObjectNode()
            .put("mcu", board.mcu())
            .put("baud", board.baud())
            .put("pwmHz", board.pwmHz())
            .put("counterPollMicros", board.counterPollMicros())
            .put("currentTripMilliamps", board.currentTripMilliamps());
    wiring.set("pins", pins);
    wiring.set("depth", JSON.valueToTree(board.depth()));
    ObjectNode header =
        JSON.createObjectNode().put("build", build).put("startedAt", startedAt.toString());
    header.set("profile", JSON.valueToTree(profile));
    header.set("board", wiring);
    return JSON.writeValueAsString(header);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where it is none
   */
  static FlightHeader of(String line) {
    try {
      JsonNode header = JSON.readTree(line);
      JsonNode wiring = header.required("board");
      Map<Role, PinName> pins = new EnumMap<>(Role.class);
      wiring
          .required("pins")
          .forEachEntry(
              (role, pin) -> pins.put(Role.valueOf(role), JSON.treeToValue(pin, PinName.class)));
      @Nullable String mcu = wiring.path("mcu").asString(null);
      return new FlightHeader(
          header.required("build").stringValue(),
          Instant.parse(header.required("startedAt").stringValue()),
          JSON.treeToValue(header.required("profile"), Profile.class),
          new BoardSettings(
              mcu,
              wiring.required("baud").intValue(),
              pins,
              wiring.required("pwmHz").doubleValue(),
              wiring.required("counterPollMicros").intValue(),
              wiring.required("currentTripMilliamps").doubleValue(),
              JSON.treeToValue(wiring.required("depth"), BoardSettings.DepthMotion.class)));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no header of a flight log: " + e.getMessage(), e);
    }
  }
}
