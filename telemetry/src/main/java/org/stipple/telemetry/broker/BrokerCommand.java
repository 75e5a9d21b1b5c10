package org.stipple.telemetry.broker;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stipple broker}: the embedded broker as a process of its own. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = "Runs an MQTT 3.1.1 and 5 broker on 127.0.0.1 that keeps nothing on disk.")
public final class BrokerCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "1883",
      description = "Port, 0 = any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the options. */
  @SuppressWarnings("NullAway.Init")
  public BrokerCommand() {}

  /** Entry of the process. */
  public static void main(String[] arguments) {
    ConsoleLog.setUp();
    System.exit(new CommandLine(new BrokerCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try (EmbeddedBroker broker = EmbeddedBroker.start(port)) {
      Thread stop = new Thread(broker::close, "stipple-broker-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      spec.commandLine().getOut().println("broker " + broker.uri());
      spec.commandLine().getOut().flush();
      ended.await();
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      spec.commandLine().getErr().println("broker: " + e.getMessage());
      return 1;
    }
  }
}
