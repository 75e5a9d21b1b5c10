package org.stipple.controller.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stipple.controller.control.Mode;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.safety.Fault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line against a whole controller over a machine that stands. */
final class HostTest {

  private static final long SOON_NS = 3_000_000_000L;

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void start() throws Exception {
    host = new TestHost(folder);
    host.host.await(status -> status.link().state() == LinkState.READY, SOON_NS);
  }

  @AfterEach
  void end() {
    host.close();
  }

  @Test
  void startsDisarmedWithTheLatchSetAndTheSetpointsOfTheSettings() throws Exception {
    TestHost.Result result = host.ctl("status", "--json");

    JsonNode status = JsonMapper.shared().readTree(result.out()).path("status");
    assertThat(result.code()).isZero();
    assertThat(status.path("mode").asString()).isEqualTo("disarmed");
    assertThat(status.path("fault").asString()).isEqualTo("started");
    assertThat(status.path("frequencySetHz").asDouble()).isEqualTo(100);
    assertThat(status.path("depthSetMm").asDouble()).isEqualTo(1);
    assertThat(status.path("link").asString()).isEqualTo("ready");
    assertThat(status.path("session").isNull()).isTrue();
  }

  @Test
  void takesASessionFromResetToClose() throws Exception {
    assertThat(host.ctl("reset").code()).isZero();
    TestHost.Result opened =
        host.ctl(
            "session",
            "open",
            "--client",
            "C17",
            "--consent",
            "K17",
            "--adult-confirmed",
            "--zone",
            "crown");
    assertThat(opened).extracting(TestHost.Result::code).isEqualTo(0);
    assertThat(opened.out())
        .startsWith("session s2")
        .endsWith(" opened; not to be armed yet: no cartridge is mounted\n");
    assertThat(host.arm().err()).isEqualTo("refused: no cartridge is mounted\n");
    assertThat(mount("3RL", "2099-12", "").out())
        .startsWith("cartridge 3RL lot L1, expires 2099-12-31 mounted; it allows 20.0 to 180.0 Hz");
    assertThat(host.ctl("set", "frequency", "120").out()).isEqualTo("frequency set to 120.0 Hz\n");
    assertThat(host.ctl("set", "depth", "0.8mm").out()).isEqualTo("depth set to 0.8 mm\n");
    assertThat(host.ctl("strokes", "pulsed", "--count", "3", "--every", "500ms").out())
        .isEqualTo("a held pedal makes 3 strokes every 0.5 s\n");
    assertThat(host.ctl("session", "zone", "temple-left").out()).isEqualTo("zone temple-left\n");
    assertThat(host.arm().out()).isEqualTo("arming\n");
    assertThat(host.host.await(status -> status.mode() == Mode.ARMED, SOON_NS)).isPresent();
    assertThat(host.ctl("status").out())
        .contains("state      armed")
        .contains("pedal      pulsed of 3 every 0.5 s; 0 taps (0 miscounted)")
        .contains("client C17, temple-left");
    assertThat(host.ctl("session", "close").out()).endsWith(" closed\n");
    assertThat(host.host.requests().status().mode()).isEqualTo(Mode.DISARMED);

    assertThat(sessionLines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"opened\"", "C17", "K17", "crown"),
            line -> assertThat(line).contains("setpoint-changed", "100.0"),
            line -> assertThat(line).contains("strokes-set", "continuous"),
            line -> assertThat(line).contains("host-times", "priority: an ordinary thread"),
            line -> assertThat(line).contains("cartridge-mounted", "3RL", "L1", "2099-12-31"),
            line -> assertThat(line).contains("setpoint-changed", "120.0"),
            line -> assertThat(line).contains("setpoint-changed", "0.8"),
            line -> assertThat(line).contains("strokes-set", "pulsed", "\"tapStrokes\":3"),
            line -> assertThat(line).contains("zone-changed", "temple-left"),
            line -> assertThat(line).contains("host-times", "latenessUsP99"),
            line -> assertThat(line).contains("\"closed\"", "\"strokes\":0"));
  }

  @Test
  void theRecordOfASessionIsSoundUntilSomebodyTouchesIt() throws Exception {
    host.ctl("reset");
    openSession("C17", "crown");
    host.ctl("set", "frequency", "120");
    host.ctl("session", "close");
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("data/sessions"))) {
      file = files.filter(path -> path.toString().endsWith(".record")).findFirst().orElseThrow();
    }
    TestHost.Result sound = TestHost.stipple("record", "verify", file.toString());
    assertThat(sound.out()).contains("closed, sound");
    assertThat(sound.code()).isZero();
    assertThat(TestHost.stipple("record", "show", "--text", file.toString()).out())
        .contains("opened for client C17", "set to 120.0 Hz");
    Path page = folder.resolve("page.html");
    assertThat(
            TestHost.stipple("record", "show", "--html", page.toString(), file.toString()).code())
        .isZero();
    assertThat(page).content().contains("Sound: every byte", "set to 120.0 Hz");
    Path csv = folder.resolve("strokes.csv");
    assertThat(
            TestHost.stipple("record", "export", "--csv", "--out", csv.toString(), file.toString())
                .out())
        .contains("0 strokes");
    assertThat(TestHost.stipple("record", "recover", file.toString()).err())
        .contains("nothing to recover");
    assertThat(TestHost.stipple("record", "replay", file.toString()).err())
        .contains("is no flight log");

    Files.writeString(file, Files.readString(file).replace("120.0", "121.0"));
    TestHost.Result touched = TestHost.stipple("record", "verify", file.toString());
    assertThat(touched.code()).isEqualTo(1);
    assertThat(touched.out()).contains("NOT SOUND", "one of the two was changed");
    assertThat(TestHost.stipple("record", "verify", "nothing.txt").err())
        .contains("nothing.txt is no record");
    assertThat(TestHost.stipple("record", "verify", "nothing.record").code()).isEqualTo(2);
    assertThat(TestHost.stipple("record").code()).isEqualTo(2);
  }

  @Test
  void anotherCartridgeInMidSessionIsFittedInAPauseByTheRulesOfTheFirst() throws Exception {
    host.ctl("reset");
    openSession("C17", "crown");
    mount("3RL", "2099-12", "S1");
    assertThat(host.arm().code()).isZero();
    host.host.await(status -> status.mode() == Mode.ARMED, SOON_NS);
    assertThat(host.ctl("session", "pause", "--why", "tea").err())
        .isEqualTo("refused: no such reason for a pause; allowed are break, cartridge\n");

    assertThat(host.ctl("session", "pause", "--why", "cartridge").out())
        .isEqualTo("session paused (cartridge); its timer stands\n");
    assertThat(host.host.requests().status().mode()).isEqualTo(Mode.DISARMED);
    assertThat(host.ctl("status").out()).contains("PAUSED (cartridge) for ");
    assertThat(host.ctl("cartridge", "remove").code()).isZero();
    assertThat(mount("3RL", "2026-01", "S2").err()).contains("expires 2026-01-31: it is 20");
    assertThat(mount("3RL", "2099-12", "S2").code()).isZero();
    assertThat(host.arm().err()).isEqualTo("refused: the session is paused; resume it first\n");
    assertThat(host.ctl("session", "resume").out()).startsWith("session goes on after ");
    assertThat(host.ctl("session", "resume").err()).contains("the session is not paused");
    assertThat(host.arm().code()).isZero();
    host.ctl("session", "close");

    assertThat(
            sessionLines().stream().filter(line -> line.matches(".*(paused|cartridge|resumed).*")))
        .satisfiesExactly(
            line -> assertThat(line).contains("cartridge-mounted", "S1"),
            line -> assertThat(line).contains("\"paused\"", "\"why\":\"cartridge\""),
            line -> assertThat(line).contains("cartridge-removed"),
            line -> assertThat(line).contains("cartridge-mounted", "S2"),
            line -> assertThat(line).contains("\"resumed\"", "pausedS"));
  }

  @Test
  void aCourseHasItsPlanItsPigmentAndGoesOnFromAnEarlierSession() throws Exception {
    host.ctl("reset");
    openSession("C17", "crown");
    assertThat(host.ctl("session", "plan", "crown", "400").out())
        .isEqualTo("400 dots are planned in crown\n");
    assertThat(host.ctl("session", "plan", "crown", "100001").err()).contains("allowed are 1.0 to");
    assertThat(host.ctl("session", "layers", "4", "3").err()).contains("layer is 4.0");
    assertThat(host.ctl("session", "layers", "1", "3", "--next-due", "2001-01-01").err())
        .contains("cannot be due on 2001-01-01");
    assertThat(host.ctl("session", "layers", "1", "3", "--next-due", "2099-01-15").out())
        .isEqualTo("layer 1 of 3, next due 2099-01-15\n");
    assertThat(host.ctl("session", "pigment", "Ash 3", "--lot", "P7", "--expires", "2020-01").err())
        .contains("expired on 2020-01-31");
    assertThat(host.ctl("session", "pigment", "Ash 3", "--lot", "P7", "--expires", "2099-01").out())
        .isEqualTo("pigment Ash 3, lot P7, expires 2099-01-31, for layer 1\n");
    String first = host.host.requests().status().session().orElseThrow().id().value();
    host.ctl("session", "close");
    assertThat(host.ctl("session", "plan", "crown", "4").err()).contains("no session is open");

    assertThat(host.ctl("session", "earlier", "--client", "C18").err()).contains("no session of");
    assertThat(host.ctl("session", "earlier", "--client", "C17").out())
        .startsWith(first)
        .contains("0 dots, layer 1 of 3, next due 2099-01-15, pigment Ash 3 lot P7");
    assertThat(follow("C18", first).err()).contains("session " + first + " is another client's");
    assertThat(follow("C17", "s20200101-000000-000-1").err()).contains("there is no session s2020");
    assertThat(follow("C17", first).code()).isZero();
    assertThat(host.host.requests().status().session().orElseThrow().course())
        .satisfies(course -> {
          assertThat(course.follows().orElseThrow().touchUp()).isFalse();
          assertThat(course.plan().orElseThrow().layer()).isEqualTo(2);
          assertThat(course.plan().orElseThrow().dots()).hasSize(1);
          assertThat(course.pigment()).isEmpty();
        });
    host.ctl("session", "close");
    assertThat(follow("C17", first, "--touch-up").code()).isZero();
    assertThat(host.host.requests().status().session().orElseThrow().course().plan().orElseThrow())
        .satisfies(plan -> {
          assertThat(plan.layer()).isEqualTo(1);
          assertThat(plan.dots()).isEmpty();
        });
  }

  @Test
  void aNoteAmendsASessionThatIsOverAndItsRecordStaysSound() throws Exception {
    openSession("C17", "crown");
    String id = host.host.requests().status().session().orElseThrow().id().value();
    assertThat(host.ctl("session", "note", "--author", "AB", "--reason", "reaction", "red").out())
        .isEqualTo("note signed and appended to session " + id + "\n");
    host.ctl("session", "close");
    assertThat(host.ctl("session", "note", "--author", "AB", "--reason", "other", "x").err())
        .contains("no session is open");
    assertThat(
            host.ctl(
                    "session",
                    "note",
                    "--session",
                    id,
                    "--author",
                    "AB",
                    "--reason",
                    "correction",
                    "it was the temple")
                .code())
        .isZero();
    Path file = folder.resolve("data/sessions").resolve(id + ".record");
    assertThat(TestHost.stipple("record", "verify", file.toString()).out())
        .contains("closed, sound");
    assertThat(TestHost.stipple("record", "show", "--text", file.toString()).out())
        .contains("note by AB (correction): it was the temple");
  }

  private TestHost.Result follow(String client, String earlier, String... more) {
    return host.ctl(
        Stream.concat(
                Stream.of(
                    "session",
                    "open",
                    "--client",
                    client,
                    "--consent",
                    "K2",
                    "--adult-confirmed",
                    "--zone",
                    "crown",
                    "--after",
                    earlier),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private TestHost.Result mount(String type, String expires, String serial) {
    return host.ctl(
        "cartridge", "mount", type, "--lot", "L1", "--expires", expires, "--serial", serial);
  }

  private void openSession(String client, String zone) {
    assertThat(
            host.ctl(
                    "session",
                    "open",
                    "--client",
                    client,
                    "--consent",
                    "K-" + client,
                    "--adult-confirmed",
                    "--zone",
                    zone)
                .code())
        .isZero();
  }

  @Test
  void h19RefusesACartridgeThatIsUnknownExpiredOrUsedAndSaysWhy() {
    host.ctl("reset");
    assertThat(mount("9RL", "2099-12", "").err())
        .isEqualTo("refused: no cartridge '9RL': allowed are 1RL, 3RL, 3RL-stiff, 5RL, 7RL\n");
    assertThat(mount("3RL", "2026-01", "").err())
        .startsWith("refused: cartridge 3RL lot L1, expires 2026-01-31: it is 20");
    assertThat(mount("3RL", "soon", "").err()).contains("allowed a day or a month");
    assertThat(mount("3RL", "2099-12", "a b").err()).contains("allowed 1 to 40 letters, digits");
    openSession("C1", "crown");
    assertThat(host.arm().err()).isEqualTo("refused: no cartridge is mounted\n");

    assertThat(mount("3RL", "2099-12", "S1").code()).isZero();
    assertThat(host.arm().code()).isZero();
    assertThat(host.ctl("session", "close").code()).isZero();
    openSession("C2", "crown");
    assertThat(host.arm().err()).contains("was used in the session before");
    assertThat(mount("3RL", "2099-12", "S1").err()).contains("was used in session s2");
    assertThat(mount("3RL", "2099-12", "S2").code()).isZero();
    assertThat(host.ctl("cartridge", "remove").out()).contains("serial S2", "removed");
    assertThat(host.arm().err()).isEqualTo("refused: no cartridge is mounted\n");
  }

  @Test
  void aCartridgeOfNarrowerLimitsMovesTheSetpointsAndSaysSo() {
    host.ctl("set", "frequency", "170");
    host.ctl("set", "depth", "2");

    assertThat(mount("7RL", "2099-12", "").out())
        .contains("it allows 25.0 to 130.0 Hz and up to 1.6 mm")
        .contains("frequency set to 130.0 Hz; depth set to 1.6 mm");
    assertThat(host.host.await(status -> status.needle().setHz() == 130.0, SOON_NS).orElseThrow())
        .extracting(status -> status.depth().setMm())
        .isEqualTo(1.6);
    assertThat(host.ctl("set", "frequency", "140").err())
        .isEqualTo("refused: 140.0 Hz is outside 25.0 to 130.0 Hz\n");
  }

  @Test
  void aPresetSetsEverythingOrSaysWhyNot() {
    assertThat(host.ctl("preset", "use", "nose").err())
        .contains("no preset 'nose': allowed are hairline, hairline-alopecia");
    assertThat(host.ctl("preset", "use", "crown").err())
        .isEqualTo("refused: preset crown is for cartridge 3RL; none is mounted\n");
    mount("3RL", "2099-12", "");
    assertThat(host.ctl("preset", "use", "hairline").err())
        .isEqualTo("refused: preset hairline is for cartridge 1RL; mounted is 3RL\n");
    openSession("C1", "occipital");
    assertThat(host.ctl("preset", "use", "crown").err())
        .isEqualTo("refused: preset crown is for zone crown; the work is in occipital\n");
    host.ctl("session", "zone", "crown");

    assertThat(host.ctl("preset", "use", "crown-vitiligo").out())
        .isEqualTo("preset crown-vitiligo: 90.0 Hz, 0.8 mm, taps of 10, vitiligo skin\n");
    assertThat(host.host.await(status -> status.needle().setHz() == 90.0, SOON_NS)).isPresent();
    assertThat(host.ctl("status").out()).contains("vitiligo skin expected").contains("taps of 10");
    assertThat(host.ctl("preset", "list").out()).contains("scar-fut").contains("12 strokes");
  }

  @Test
  void refusesToArmWithoutAResetAndWithoutASessionAndSaysWhy() {
    TestHost.Result latched = host.arm();
    assertThat(latched.code()).isEqualTo(1);
    assertThat(latched.err())
        .isEqualTo(
            "refused: a fault is latched; see status, then reset (just started: reset to begin)\n");

    host.ctl("reset");
    TestHost.Result noSession = host.arm();
    assertThat(noSession.code()).isEqualTo(1);
    assertThat(noSession.err()).contains("open a session first");
    assertThat(host.machine.supplyWasOn).isFalse();
  }

  @Test
  void opensNoSessionWithoutConsentOrAge() throws Exception {
    TestHost.Result young =
        host.ctl("session", "open", "--client", "C1", "--consent", "K1", "--zone", "crown");
    TestHost.Result without =
        host.ctl(
            "session",
            "open",
            "--client",
            "C1",
            "--consent",
            " ",
            "--adult-confirmed",
            "--zone",
            "crown");
    TestHost.Result nowhere =
        host.ctl(
            "session",
            "open",
            "--client",
            "C1",
            "--consent",
            "K1",
            "--adult-confirmed",
            "--zone",
            "nose");

    assertThat(young.code()).isEqualTo(1);
    assertThat(young.err()).startsWith("refused: ").contains("18 or older");
    assertThat(without.err()).contains("needs a consent reference");
    assertThat(nowhere.err()).contains("no such zone; allowed are frontal-hairline");
    assertThat(host.host.requests().status().session()).isEmpty();
    assertThat(host.host.requests().status().safety().cleared()).isFalse();
  }

  @Test
  void saysTheAllowedRangeOfASetValue() {
    TestHost.Result fast = host.ctl("set", "frequency", "500");
    TestHost.Result deep = host.ctl("set", "depth", "3");

    assertThat(fast.code()).isEqualTo(1);
    assertThat(fast.err()).isEqualTo("refused: 500.0 Hz is outside 20.0 to 180.0 Hz\n");
    assertThat(deep.err()).isEqualTo("refused: 3.0 mm is outside 0.2 to 2.0 mm\n");
    assertThat(host.ctl("set", "frequency", "fast").code()).isEqualTo(2);
    assertThat(host.ctl("set", "speed", "3").err()).contains("allowed: frequency, depth");
  }

  @Test
  void aFaultInASessionIsRecordedAndItsResetToo() throws Exception {
    host.ctl("reset");
    host.ctl(
        "session",
        "open",
        "--client",
        "C1",
        "--consent",
        "K1",
        "--adult-confirmed",
        "--zone",
        "crown");
    host.arm();
    host.host.await(status -> status.mode() == Mode.ARMED, SOON_NS);

    host.machine.estopOpen = true;
    assertThat(host.host.await(s -> s.safety().fault() == Fault.ESTOP, SOON_NS)).isPresent();
    host.machine.estopOpen = false;
    host.host.await(s -> !s.inputs().estopOpen() && s.mode() == Mode.DISARMED, SOON_NS);
    assertThat(host.ctl("reset").code()).isZero();
    host.ctl("session", "close");

    assertThat(sessionLines())
        .anySatisfy(line -> assertThat(line).contains("fault-raised", "ESTOP"))
        .anySatisfy(line -> assertThat(line).contains("fault-reset"));
  }

  @Test
  void onlyItsUserMayUseTheSocket() throws Exception {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("c.sock"))))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesASecondControllerOnTheSameSocketOrFolder() {
    assertThatThrownBy(() -> new TestHost(folder).close())
        .hasMessageContaining("in use by another controller")
        .hasMessageNotContaining("\n");
    assertThat(host.ctl("status").code()).isZero();
  }

  @Test
  void endsAtRestAndClosesAnOpenSession() throws Exception {
    host.ctl("reset");
    host.ctl(
        "session",
        "open",
        "--client",
        "C1",
        "--consent",
        "K1",
        "--adult-confirmed",
        "--zone",
        "crown");
    host.arm();
    host.host.await(status -> status.mode() == Mode.ARMED, SOON_NS);

    host.close();

    assertThat(host.host.requests().status().mode()).isEqualTo(Mode.DISARMED);
    assertThat(sessionLines())
        .last()
        .asString()
        .contains("\"closed\"")
        .contains("\"why\":\"closed\"");
    assertThat(folder.resolve("c.sock")).doesNotExist();
    TestHost.Result gone = host.ctl("status");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.err()).contains("no controller answers at").contains("stipple run");
  }

  @Test
  void answersNonsenseWithARefusalAndGoesOn() throws Exception {
    try (ControlClient client = ControlClient.connect(host.settings.controlSocket())) {
      assertThat(client.ask(ControlClient.request("dance")).path("words").asString())
          .isEqualTo("refused: not understood: no request 'dance'");
      assertThat(client.ask(ControlClient.request("set-depth")).path("done").asBoolean()).isFalse();
      assertThat(client.ask(ControlClient.request("status")).path("done").asBoolean()).isTrue();
    }
  }

  private List<String> sessionLines() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("data/sessions"))) {
      Path file =
          files.filter(path -> path.toString().endsWith(".record")).findFirst().orElseThrow();
      return Files.readAllLines(file).stream().filter(line -> !line.contains("\"seal\"")).toList();
    }
  }

  @Test
  void refusesAMeaningOfAPressThatThereIsNotAndSaysWhatIsAllowed() {
    assertThat(host.ctl("strokes", "stitches").err())
        .isEqualTo(
            "refused: no stroke mode 'stitches': allowed are continuous, taps, pulsed, latched,"
                + " priming\n");
    assertThat(host.ctl("strokes", "taps", "--count", "51").err())
        .isEqualTo("refused: 51 strokes a tap: allowed 1 to 50\n");
    assertThat(host.ctl("strokes", "pulsed", "--every", "0.1 s").err())
        .isEqualTo("refused: a tap every 0.1 s: allowed 0.2 to 10.0 s\n");
    assertThat(host.ctl("strokes", "latched").err()).contains("settings of this machine do not");
    assertThat(host.ctl("strokes", "taps", "--count", "few").code()).isEqualTo(Main.MISUSED);
  }
}
