package org.stipple.controller.flightlog;

import org.stipple.controller.command.OperatorCommand;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator's command as JSON, its kind by name, and back. */
final class CommandText {

  private static final JsonMapper JSON = JsonMapper.shared();

  private CommandText() {}

  static String write(OperatorCommand command) {
    return JSON.writeValueAsString(
        JSON.createObjectNode()
            .put("command", command.getClass().getSimpleName())
            .set("values", JSON.valueToTree(command)));
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where it is none
   */
  static OperatorCommand read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      String name = node.required("command").stringValue();
      for (Class<?> kind : OperatorCommand.class.getPermittedSubclasses()) {
        if (kind.getSimpleName().equals(name)) {
          return (OperatorCommand) JSON.treeToValue(node.required("values"), kind);
        }
      }
      throw new IllegalArgumentException("unknown command " + name);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no command: " + e.getMessage(), e);
    }
  }
}
