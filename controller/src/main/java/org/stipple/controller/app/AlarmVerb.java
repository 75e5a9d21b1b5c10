package org.stipple.controller.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;

/** {@code stipple ctl alarm}. */
@Command(
    name = "alarm",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Answers the alarm that status tells of.",
      "",
      "Neither verb clears the fault: that is reset, with the pedal up. A new fault sounds anew."
    })
final class AlarmVerb implements Runnable {

  @ParentCommand private @Nullable CtlVerb ctl;

  @Override
  public void run() {
    throw new ParameterException(
        CtlVerb.given(ctl).spec().commandLine(),
        "which verb? acknowledge or pause; see stipple ctl alarm -h");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Says that somebody has seen this occurrence of the alarm: its sound ends.",
        "Refused when another one has come up since."
      })
  int acknowledge(
      @Option(
              names = "--occurrence",
              required = true,
              paramLabel = "N",
              description = "Its number, as status tells it.")
          long occurrence) {
    return CtlVerb.given(ctl)
        .ask(ControlClient.request("alarm-acknowledge").put("occurrence", occurrence));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Silences the alarm for 120 s; then it sounds again by itself.")
  int pause() {
    return CtlVerb.given(ctl).ask(ControlClient.request("alarm-pause"));
  }
}
