package org.stipple.controller.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code stipple ctl cartridge}. */
@Command(
    name = "cartridge",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    description = "What is in the handpiece; without a cartridge the machine does not arm.")
final class CartridgeVerb implements Runnable {

  @ParentCommand private @Nullable CtlVerb ctl;

  @Override
  public void run() {
    throw new ParameterException(
        CtlVerb.given(ctl).spec().commandLine(),
        "which verb? mount, remove or list; see stipple ctl cartridge -h");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "A cartridge is in the handpiece; only while disarmed. Type it, or scan it, from its"
            + " packing.",
        "Refused where the type is unknown, the day of expiry is over, or a single-use cartridge of"
            + " that serial number was used in another session.",
        "Setpoints that it does not allow move to the nearest limit, which is said."
      })
  int mount(
      @Parameters(paramLabel = "TYPE", description = "As in 3RL; list names them.") String type,
      @Option(
              names = "--lot",
              required = true,
              paramLabel = "LOT",
              description = "The maker's lot.")
          String lot,
      @Option(
              names = "--expires",
              required = true,
              paramLabel = "DATE",
              description = "Last day, 2027-05-31, or 2027-05 for the end of a month.")
          String expires,
      @Option(
              names = "--serial",
              defaultValue = "",
              paramLabel = "NUMBER",
              description = "Its own number, where its packing bears one.")
          String serial) {
    return CtlVerb.given(ctl)
        .ask(
            ControlClient.request("cartridge-mount")
                .put("type", type)
                .put("lot", lot)
                .put("expires", expires)
                .put("serial", serial));
  }

  @Command(mixinStandardHelpOptions = true, description = "The cartridge is out; disarms.")
  int remove() {
    return CtlVerb.given(ctl).ask(ControlClient.request("cartridge-remove"));
  }

  @Command(mixinStandardHelpOptions = true, description = "The cartridges there are.")
  int list() {
    return CtlVerb.given(ctl).ask(ControlClient.request("cartridge-list"));
  }
}
