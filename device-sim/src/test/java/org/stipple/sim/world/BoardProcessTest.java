package org.stipple.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pty, and the process of {@code ./stipple board} as its users run it. */
class BoardProcessTest {

  private static final byte[] PROBE = HexFormat.of().parseHex("7e05118f087e");

  @TempDir Path folder = Path.of("");
  private @Nullable Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void ptyCarriesEveryByteBothWays() throws IOException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (Pty pty = Pty.open();
        RandomAccessFile host = new RandomAccessFile(pty.slave().toFile(), "rw")) {
      byte[] got = new byte[256];
      assertThat(pty.read(got, 0, got.length)).as("nothing yet, and no blocking").isZero();
      host.write(all);
      pty.awaitBytes(500_000_000);
      assertThat(pty.read(got, 0, got.length)).isEqualTo(256);
      assertThat(got).isEqualTo(all);
      assertThat(pty.write(all, 0, all.length)).isEqualTo(256);
      byte[] back = new byte[256];
      host.readFully(back);
      assertThat(back).isEqualTo(all);
    }
  }

  @Test
  void ptySurvivesAHostThatComesAndGoes() throws IOException {
    try (Pty pty = Pty.open()) {
      byte[] got = new byte[16];
      for (int i = 0; i < 3; i++) {
        try (RandomAccessFile host = new RandomAccessFile(pty.slave().toFile(), "rw")) {
          host.write(PROBE);
        }
        pty.awaitBytes(500_000_000);
        assertThat(pty.read(got, 0, got.length)).isEqualTo(PROBE.length);
        assertThat(pty.read(got, 0, got.length)).isZero();
      }
    }
  }

  private List<String> start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            BoardCommand.class.getName()));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    String line = out.readLine();
    while (line != null && !line.startsWith("board ready")) {
      lines.add(line);
      line = out.readLine();
    }
    lines.add(Objects.requireNonNullElse(line, "(ended)"));
    return lines;
  }

  private static String ask(Path socket, String line) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      BufferedWriter out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
      out.write(line + "\n");
      out.flush();
      return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
    }
  }

  @Test
  void answersOnItsLinkObeysItsSocketAndLeavesNothingBehind()
      throws IOException, InterruptedException {
    Path line = folder.resolve("line");
    Path socket = folder.resolve("control");
    assertThat(start("--link", line.toString(), "--control", socket.toString()))
        .last()
        .asString()
        .contains("kind pico, seed 1");
    try (RandomAccessFile host = new RandomAccessFile(line.toFile(), "rw")) {
      byte[] starting = new byte[6];
      host.readFully(starting, 0, 5);
      host.readFully(starting, 5, starting[0] - 5);
      host.write(PROBE);
      byte[] answer = new byte[5];
      host.readFully(answer);
      assertThat(HexFormat.of().formatHex(answer)).isEqualTo("05109e817e");
    }
    assertThat(ask(socket, "pedal down")).isEqualTo("ok");
    assertThat(ask(socket, "estop open")).isEqualTo("ok");
    JsonNode status = JsonMapper.builder().build().readTree(ask(socket, "status"));
    assertThat(status.get("pedalDown").asBoolean()).isTrue();
    assertThat(status.get("estopClosed").asBoolean()).isFalse();
    assertThat(status.get("boots").asInt()).isEqualTo(1);
    assertThat(ask(socket, "pedal sideways")).isEqualTo("error: pedal takes down or up");
    assertThat(ask(socket, "jump")).startsWith("error: unknown word 'jump'; allowed: pedal");
    assertThat(ask(socket, "load 200")).startsWith("error: load takes a number from 0 to 100");
    assertThat(ask(socket, "log")).contains("\"what\":\"boot\"");
    Process running = Objects.requireNonNull(process);
    running.destroy();
    assertThat(running.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.exists(line, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(socket)).isFalse();
  }

  @Test
  void wrongInputIsOneLineAndAnExitCode() throws IOException {
    String line = folder.resolve("line").toString();
    assertRefused("Missing required option: '--link=PATH'");
    assertRefused("--kind z80: pico or avr", "--link", line, "--kind", "z80");
    assertRefused("baud: 0 (USB) or 1200..4000000", "--link", line, "--baud", "7");
    assertRefused("--corrupt 101.0: 0..100 percent", "--link", line, "--corrupt", "101");
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused("exists and is no symbolic link", "--link", file.toString());
    assertThat(Files.exists(file)).isTrue();
  }

  private static void assertRefused(String part, String... options) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      code = BoardCommand.execute(options);
    } finally {
      System.setErr(before);
    }
    assertThat(code).isNotZero();
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("board: ")
        .contains(part);
  }
}
