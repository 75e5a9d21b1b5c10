package org.stipple.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stipple.sim.ensemble.BoardChoice;
import org.stipple.sim.ensemble.Ensemble;
import org.stipple.sim.ensemble.Launch;
import org.stipple.sim.ensemble.Place;
import org.stipple.sim.ensemble.Ports;
import org.stipple.sim.ensemble.Rig;

/** How the parts of the bench come, find each other in any order, and go. */
@Timeout(120)
class BenchProcessesTest {

  @TempDir private Path folder;

  @Test
  void aSecondControllerOnThePortIsTurnedAwayInOneLine() throws Exception {
    try (Rig rig = Rig.start(folder.resolve("a"))) {
      rig.practitioner().awaitBoard();
      Place other = Place.at(folder.resolve("b"));
      other.writeSettings(Ports.any(), BoardChoice.USUAL);
      String settings =
          Files.readString(other.settings())
              .replace(other.line().toString(), rig.ensemble().place().line().toString());
      Files.writeString(other.settings(), settings);
      Files.createSymbolicLink(other.line(), rig.ensemble().place().line());
      Ensemble second =
          new Ensemble(Launch.ofThisProcess(), other, Ports.any(), 1, BoardChoice.USUAL);
      Process process = Launch.start(second.controllerCommand(), other.log("controller"));
      try {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).isNotZero();
      List<String> refusals =
          Files.readAllLines(other.log("controller")).stream()
              .filter(line -> line.contains("line.port"))
              .toList();
      assertThat(refusals)
          .singleElement()
          .asString()
          .contains("machine.toml", "another controller");
      assertThat(rig.desk().status().path("link").asString("")).isEqualTo("ready");
    }
  }

  @Test
  void aBrokerThatComesAfterTheControllerIsToldLiveValues() throws Exception {
    try (Rig rig = Rig.start(folder);
        MessageCount ear =
            new MessageCount(
                URI.create("tcp://127.0.0.1:" + rig.ensemble().ports().mqtt()), "test-ear")) {
      rig.practitioner().awaitBoard();
      assertThat(ear.messages()).isZero();
      rig.ensemble().startBroker();
      rig.awaitReady();
      Rig.awaitThat("live values", 25_000, ear::deviceMessages, heard -> heard > 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 25", "KILL, 12"})
  void theEndOfTheDemoLeavesNoProcessBehind(String signal, int withinS) throws Exception {
    Place place = Place.at(folder);
    Process demo = Launch.start(demoCommand(place), place.log("demo"));
    List<ProcessHandle> all = new ArrayList<>();
    try {
      Rig.awaitThat(
          "the demo to be ready",
          60_000,
          () -> Files.readString(place.log("demo")),
          text -> text.contains("Ctrl-C stops") || !demo.isAlive());
      all.addAll(demo.descendants().toList());
      assertThat(all).as("broker, board, controller, clinic").hasSize(4);
      Rig.signal(signal, demo.pid());
      assertThat(demo.waitFor(withinS, TimeUnit.SECONDS)).isTrue();
      Rig.awaitThat(
          "all children gone",
          withinS * 1_000L,
          () -> all.stream().filter(ProcessHandle::isAlive).count(),
          alive -> alive == 0);
      assertThat(place.line()).doesNotExist();
    } finally {
      demo.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<String> demoCommand(Place place) {
    Launch launch = Launch.ofThisProcess();
    return List.of(
        launch.java().toString(),
        "-Xmx128m",
        "-Dstipple.home=" + launch.home(),
        "-cp",
        launch.classPath(),
        DemoCommand.class.getName(),
        "--data",
        place.folder().toString(),
        "--mqtt-port=0",
        "--panel-port=0",
        "--clinic-port=0",
        "--bench-port=0");
  }
}
