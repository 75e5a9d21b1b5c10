package org.stipple.sim.rig;

import java.io.IOException;
import org.stipple.sim.rig.InsideShell.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The controller inside, as its user meets it: started, asked by its control socket, killed. */
final class Controller {

  private static final String SOCKET = "/tmp/stipple/control.sock";
  private static final int START_S = 600;
  private static final int ARM_S = 300;
  private static final int LOOKS = 200;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Machine machine;

  Controller(Machine machine) {
    this.machine = machine;
  }

  /** Starts it on a bench; waits until it says that it is ready. */
  void start() throws IOException, InterruptedException {
    machine.shell("mkdir -p /tmp/stipple; rm -f run.log");
    String run =
        Machine.javaLine("controller", Machine.CONTROLLER, "run --settings gpio.toml --bench");
    machine.shell("(" + run.replace(" 2>&1", " > run.log 2>&1") + " &)");
    Answer answer =
        machine.shell(
            "i=0; while [ $i -lt %d ] && ! grep -q '^ready' run.log; do i=$((i+1)); sleep 0.1;"
                    .formatted(START_S * 10)
                + " done; grep '^ready' run.log");
    if (!answer.ok()) {
      throw new IOException(
          "the controller does not start:\n" + machine.shell("cat run.log").text());
    }
  }

  /** Sends it a signal. */
  void signal(String name) throws IOException, InterruptedException {
    machine.shell("kill -" + name + " $(pidof java)");
  }

  /** Waits until the process is gone. */
  void awaitEnd() throws IOException, InterruptedException {
    machine.shell("while pidof java >/dev/null; do sleep 0.05; done");
  }

  private JsonNode ask(String request) throws IOException, InterruptedException {
    Answer answer = machine.shell("/rig/ask " + SOCKET + " '{\"do\":\"" + request + "\"}'");
    String line =
        answer.lines().stream().filter(text -> text.startsWith("{")).findFirst().orElse("");
    if (line.isEmpty()) {
      throw new IOException("the controller does not answer '" + request + "': " + answer.text());
    }
    return JSON.readTree(line);
  }

  /** Its fault, as in {@code HOST_LATE}; empty when there is none. */
  String fault() throws IOException, InterruptedException {
    return text(ask("status").path("status"), "fault");
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNull() || value.isMissingNode() ? "" : value.asString();
  }

  /** Arming was broken off: an interlock opened meanwhile. */
  private static boolean isDisarmed(JsonNode status) {
    return text(status, "mode").equalsIgnoreCase("disarmed");
  }

  /** Resets and arms it, as often as it takes on a computer that has other work as well. */
  void arm() throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + ARM_S * 1_000_000_000L;
    String last = "";
    while (System.nanoTime() < deadlineNs) {
      JsonNode reset = ask("reset");
      JsonNode arm = ask("arm");
      last = text(reset, "words") + "; " + text(arm, "words");
      // Refused where this computer is busy: the controller asks for a second of punctual ticks.
      for (int i = 0; arm.path("done").asBoolean() && i < LOOKS; i++) {
        JsonNode status = ask("status").path("status");
        if (text(status, "mode").equalsIgnoreCase("armed")) {
          return;
        }
        if (!text(status, "fault").isEmpty() || (i > 0 && isDisarmed(status))) {
          last += "; " + text(status, "faultText") + " " + text(status, "linkReason");
          break;
        }
      }
    }
    throw new IOException("the controller cannot be armed: " + last);
  }
}
