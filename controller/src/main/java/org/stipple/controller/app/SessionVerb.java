package org.stipple.controller.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code stipple ctl session}. */
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "Opens and closes a session, without which the machine does not arm.")
final class SessionVerb implements Runnable {

  @ParentCommand private @Nullable CtlVerb ctl;

  @Override
  public void run() {
    throw new ParameterException(
        ctl().spec().commandLine(),
        "which verb? open, pause, resume, close or zone; see stipple ctl session -h");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Opens a session. The client is a pseudonym; nothing else about a person is kept.",
        "Refused without a consent reference and the confirmation that the client is an adult."
      })
  int open(
      @Option(
              names = "--client",
              required = true,
              paramLabel = "REF",
              description = "Pseudonym of the client.")
          String client,
      @Option(
              names = "--consent",
              required = true,
              paramLabel = "REF",
              description = "Reference of the consent that the clinic holds.")
          String consent,
      @Option(
              names = "--adult-confirmed",
              description = "It was confirmed that the client is 18 or older.")
          boolean adult,
      @Option(
              names = "--zone",
              required = true,
              paramLabel = "ZONE",
              description = "Where the work begins, as in crown or frontal-hairline.")
          String zone,
      @Option(
              names = "--practitioner",
              defaultValue = "",
              paramLabel = "ID",
              description = "Who works; an id.")
          String practitioner) {
    return ctl()
        .ask(
            ControlClient.request("session-open")
                .put("client", client)
                .put("consent", consent)
                .put("adultConfirmed", adult)
                .put("zone", zone)
                .put("practitioner", practitioner));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Disarms, closes the session and writes its counters.")
  int close() {
    return ctl().ask(ControlClient.request("session-close"));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Lets the session stand still: disarms, retracts and parks; its timer stands, and nothing"
            + " arms before it is resumed.",
        "",
        "Another cartridge in mid-session:",
        "  stipple ctl session pause --why cartridge",
        "  stipple ctl cartridge remove           (take it out)",
        "  stipple ctl cartridge mount 3RL --lot L2 --expires 2027-05",
        "  stipple ctl session resume"
      })
  int pause(
      @Option(
              names = "--why",
              defaultValue = "break",
              paramLabel = "break|cartridge",
              description = "For the record (default: ${DEFAULT-VALUE}).")
          String why) {
    return ctl().ask(ControlClient.request("session-pause").put("why", why));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Goes on with the session that is paused.",
        "With --client, goes on with the one that a power cut or a crash interrupted, its counters"
            + " included; refused where the last session was closed, is another client's, or is"
            + " older than 12 h."
      })
  int resume(
      @Option(
              names = "--client",
              defaultValue = "",
              paramLabel = "REF",
              description = "Whose interrupted session it is, said anew.")
          String client) {
    return ctl()
        .ask(
            client.isEmpty()
                ? ControlClient.request("session-go-on")
                : ControlClient.request("session-resume").put("client", client));
  }

  @Command(mixinStandardHelpOptions = true, description = "Moves the work to another zone.")
  int zone(@Parameters(paramLabel = "ZONE", description = "As in crown.") String zone) {
    return ctl().ask(ControlClient.request("session-zone").put("zone", zone));
  }

  private CtlVerb ctl() {
    return CtlVerb.given(ctl);
  }
}
