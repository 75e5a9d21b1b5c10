package org.stipple.controller.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code stipple ctl pin}: who may command by the panel. */
@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    description = {
      "Sets the PIN of a role, 4 to 12 digits; the panel then asks for it.",
      "It is read from the terminal, or as one line from the standard input, and kept salted and"
          + " stretched in a file that only the service can read.",
      "",
      "Example: stipple ctl pin practitioner"
    })
final class PinVerb implements Callable<Integer> {

  @ParentCommand private @Nullable CtlVerb ctl;

  @Parameters(paramLabel = "practitioner|technician", description = "Whose PIN.")
  private String role = "";

  @Override
  public Integer call() throws IOException {
    return CtlVerb.given(ctl)
        .ask(ControlClient.request("pin-set").put("role", role).put("pin", read()));
  }

  @SuppressWarnings("SystemConsoleNull") // what is declared as nullable is looked at
  private String read() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      return new String(console.readPassword("PIN of the %s: ", role));
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    return line == null ? "" : line.strip();
  }
}
