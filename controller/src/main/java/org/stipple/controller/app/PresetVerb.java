package org.stipple.controller.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code stipple ctl preset}. */
@Command(
    name = "preset",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "Frequency, depth and stroke mode for a zone, a skin and a cartridge, by name.")
final class PresetVerb implements Runnable {

  @ParentCommand private @Nullable CtlVerb ctl;

  @Override
  public void run() {
    throw new ParameterException(
        CtlVerb.given(ctl).spec().commandLine(),
        "which verb? use or list; see stipple ctl preset -h");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Sets everything as the preset says; only while disarmed.",
        "Refused where another cartridge is mounted or the session works in another zone."
      })
  int use(
      @Parameters(paramLabel = "NAME", description = "As in crown; list names them.") String name) {
    return CtlVerb.given(ctl).ask(ControlClient.request("preset-use").put("name", name));
  }

  @Command(mixinStandardHelpOptions = true, description = "The presets there are.")
  int list() {
    return CtlVerb.given(ctl).ask(ControlClient.request("preset-list"));
  }
}
