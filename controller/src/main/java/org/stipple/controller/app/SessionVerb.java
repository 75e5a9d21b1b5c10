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
        "which verb? open, plan, layers, pigment, pause, resume, zone, note, close or earlier; see stipple ctl session -h");
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
          String practitioner,
      @Option(
              names = "--after",
              defaultValue = "",
              paramLabel = "SESSION",
              description =
                  "Earlier session of the same client that this one follows; it takes over the plan,"
                      + " one layer on. See stipple ctl session earlier.")
          String after,
      @Option(names = "--touch-up", description = "It mends that one: same layer, no plan yet.")
          boolean touchUp) {
    return ctl()
        .ask(
            ControlClient.request("session-open")
                .put("client", client)
                .put("consent", consent)
                .put("adultConfirmed", adult)
                .put("zone", zone)
                .put("practitioner", practitioner)
                .put("after", after)
                .put("touchUp", touchUp));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Plans dots in a zone of the open session; 0 takes the plan back.",
        "Example: stipple ctl session plan crown 400"
      })
  int plan(
      @Parameters(paramLabel = "ZONE", description = "As in crown.") String zone,
      @Parameters(paramLabel = "DOTS", description = "0 to 100000.") int dots) {
    return ctl().ask(ControlClient.request("session-plan").put("zone", zone).put("dots", dots));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Says which layer the open session works on, of how many, and when the next is due.",
        "Example: stipple ctl session layers 1 3 --next-due 2027-01-15"
      })
  int layers(
      @Parameters(paramLabel = "LAYER", description = "1 to LAYERS.") int layer,
      @Parameters(paramLabel = "LAYERS", description = "1 to 20.") int layers,
      @Option(
              names = "--next-due",
              defaultValue = "",
              paramLabel = "DAY",
              description = "As in 2027-01-15.")
          String nextDue) {
    return ctl()
        .ask(
            ControlClient.request("session-layers")
                .put("layer", layer)
                .put("layers", layers)
                .put("nextDue", nextDue));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "The pigment that is used from now on, for the layer under work, from its bottle.",
        "Example: stipple ctl session pigment \"Ash 3\" --lot P7 --expires 2027-05"
      })
  int pigment(
      @Parameters(paramLabel = "SHADE", description = "Its name.") String shade,
      @Option(names = "--lot", required = true, paramLabel = "LOT", description = "Its lot.")
          String lot,
      @Option(
              names = "--expires",
              required = true,
              paramLabel = "DATE",
              description = "Last day, 2027-05-31, or 2027-05 for the end of a month.")
          String expires) {
    return ctl()
        .ask(
            ControlClient.request("session-pigment")
                .put("shade", shade)
                .put("lot", lot)
                .put("expires", expires));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "The newest sessions of a client on this machine: dots, layer, next due, pigment.")
  int earlier(
      @Option(
              names = "--client",
              required = true,
              paramLabel = "REF",
              description = "Pseudonym of the client.")
          String client) {
    return ctl().ask(ControlClient.request("session-earlier").put("client", client));
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

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Amends a session, also one that is closed: the note is signed and appended to its record;"
            + " nothing that was recorded is changed.",
        "Example: stipple ctl session note --author AB --reason correction \"zone was the crown\""
      })
  int note(
      @Parameters(paramLabel = "TEXT", description = "One line of at most 1000 characters.")
          String text,
      @Option(names = "--author", required = true, paramLabel = "ID", description = "Who says so.")
          String author,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "WHY",
              description = "Why, at most 100 characters.")
          String reason,
      @Option(
              names = "--session",
              defaultValue = "",
              paramLabel = "SESSION",
              description = "Which one; by default the open one.")
          String session) {
    return ctl()
        .ask(
            ControlClient.request("session-note")
                .put("session", session)
                .put("author", author)
                .put("reason", reason)
                .put("text", text));
  }

  private CtlVerb ctl() {
    return CtlVerb.given(ctl);
  }
}
