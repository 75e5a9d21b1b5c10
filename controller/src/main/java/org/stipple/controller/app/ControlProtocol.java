package org.stipple.controller.app;

import java.io.IOException;
import org.stipple.controller.panel.Pins;
import org.stipple.controller.session.Answer;
import org.stipple.controller.session.CartridgeRequest;
import org.stipple.controller.session.Requests;
import org.stipple.controller.session.SessionRequest;
import org.stipple.controller.session.StatusWords;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and responses of the control socket, one JSON object a line: {@code {"do":"set-depth",
 * "mm":1.0}} is answered by {@code {"done":true,"words":"depth set to 1.0 mm","status":{...}}}.
 */
final class ControlProtocol {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Requests requests;
  private final Pins pins;

  ControlProtocol(Requests requests, Pins pins) {
    this.requests = requests;
    this.pins = pins;
  }

  /** The response to a line, with its newline. */
  String answer(String line) {
    try {
      JsonNode request = JSON.readTree(line);
      boolean loop = request.path("do").asString("").equals("loop");
      Answer answer = loop ? new Answer(true, "") : perform(request);
      ObjectNode response = JSON.createObjectNode();
      response.put("done", answer.done()).put("words", answer.words());
      response.set("status", JSON.valueToTree(StatusWords.of(requests.status())));
      response.set("limits", JSON.valueToTree(requests.limits()));
      if (loop) {
        response.set("histograms", JSON.valueToTree(requests.loopHistograms()));
      }
      return JSON.writeValueAsString(response) + "\n";
    } catch (JacksonException | IllegalArgumentException e) {
      return refusal("not understood: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }

  static String refusal(String words) {
    return JSON.writeValueAsString(
            JSON.createObjectNode().put("done", false).put("words", "refused: " + words))
        + "\n";
  }

  private Answer perform(JsonNode request) {
    String verb = request.path("do").asString("");
    return switch (verb) {
      case "status" -> new Answer(true, "");
      case "arm" -> requests.arm();
      case "disarm" -> requests.disarm();
      case "stop" -> requests.stop();
      case "reset" -> requests.reset();
      case "alarm-acknowledge" -> requests.acknowledge(request.path("occurrence").asLong(-1));
      case "alarm-pause" -> requests.pauseSound();
      case "set-frequency" -> requests.setFrequency(number(request, "hz"));
      case "set-depth" -> requests.setDepth(number(request, "mm"));
      case "set-torque" -> requests.setTorque(number(request, "mnm"));
      case "set-strokes" ->
          requests.setStrokes(
              request.path("mode").asString(""),
              request.path("strokes").asInt(1),
              request.path("everyS").asDouble(1));
      case "session-open" ->
          requests.openSession(
              new SessionRequest(
                  request.path("client").asString(""),
                  request.path("consent").asString(""),
                  request.path("adultConfirmed").asBoolean(false),
                  request.path("zone").asString(""),
                  request.path("practitioner").asString(""),
                  request.path("after").asString(""),
                  request.path("touchUp").asBoolean(false)));
      case "session-resume" -> requests.resumeSession(request.path("client").asString(""));
      case "cartridge-mount" ->
          requests
              .mounting()
              .mount(
                  new CartridgeRequest(
                      request.path("type").asString(""),
                      request.path("lot").asString(""),
                      request.path("expires").asString(""),
                      request.path("serial").asString("")));
      case "cartridge-remove" -> requests.mounting().remove();
      case "cartridge-list" -> new Answer(true, MountableText.cartridges(requests.mounting()));
      case "preset-use" -> requests.mounting().use(request.path("name").asString(""));
      case "preset-list" -> new Answer(true, MountableText.presets(requests.mounting()));
      case "pin-set" -> setPin(request);
      case "session-earlier" ->
          requests.planning().earlierInWords(request.path("client").asString(""));
      case "session-plan" ->
          requests
              .planning()
              .zone(request.path("zone").asString(""), request.path("dots").asInt(-1));
      case "session-layers" ->
          requests
              .planning()
              .layers(
                  request.path("layer").asInt(0),
                  request.path("layers").asInt(0),
                  request.path("nextDue").asString(""));
      case "session-pigment" ->
          requests
              .planning()
              .pigment(
                  request.path("shade").asString(""),
                  request.path("lot").asString(""),
                  request.path("expires").asString(""));
      case "session-note" ->
          requests
              .planning()
              .note(
                  request.path("session").asString(""),
                  request.path("author").asString(""),
                  request.path("reason").asString(""),
                  request.path("text").asString(""));
      case "session-pause" -> requests.pause(request.path("why").asString(""));
      case "session-go-on" -> requests.goOn();
      case "session-close" -> requests.closeSession();
      case "session-zone" -> requests.moveTo(request.path("zone").asString(""));
      default -> throw new IllegalArgumentException("no request '" + verb + "'");
    };
  }

  private Answer setPin(JsonNode request) {
    String role = request.path("role").asString("");
    try {
      pins.set(role, request.path("pin").asString(""));
      return new Answer(true, "the panel asks the " + role + " for this PIN from now on");
    } catch (IOException e) {
      return new Answer(false, "refused: the PIN cannot be written: " + e.getMessage());
    }
  }

  private static double number(JsonNode request, String name) {
    JsonNode value = request.path(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("'" + name + "' must be a number");
    }
    return value.asDouble();
  }
}
