package org.stipple.sim.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Plays what the fuzzer of the wire begins with and what it found once: no exception, no hang, and
 * the next sound frame is understood.
 */
@Timeout(120)
final class FuzzedWireTest {

  private static List<String> lines(String resource) {
    try (InputStream in =
        Objects.requireNonNull(FuzzedWireTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> golden() {
    return lines("/golden-vectors.txt");
  }

  private static void expectSound(List<byte[]> inputs, Consumer<byte[]> ears) {
    for (byte[] input : inputs) {
      assertThatCode(() -> ears.accept(input))
          .as(HexFormat.of().formatHex(input))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void h8AHostBearsWhatWasFoundOnce() {
    expectSound(WireSeeds.kept(lines("wire-host.txt")), HostEars::fuzzerTestOneInput);
  }

  @Test
  void aBoardBearsWhatWasFoundOnce() {
    expectSound(WireSeeds.kept(lines("wire-board.txt")), BoardEars::fuzzerTestOneInput);
  }

  @Test
  void h6AHostBearsRecordedDialoguesPlayedIntoItsOwn() {
    List<byte[]> seeds = WireSeeds.ofTheBoard(golden());
    assertThat(seeds).hasSizeGreaterThan(100);
    expectSound(seeds, HostEars::fuzzerTestOneInput);
  }

  @Test
  void aBoardBearsRecordedDialoguesPlayedIntoItsOwn() {
    List<byte[]> seeds = WireSeeds.ofTheHost(golden());
    assertThat(seeds).hasSizeGreaterThan(100);
    expectSound(seeds, BoardEars::fuzzerTestOneInput);
  }

  @Test
  void theGoldenVectorsGiveTheirFrames() {
    assertThat(WireSeeds.recorded(golden()))
        .hasSizeGreaterThan(50)
        .allSatisfy(frame -> assertThat(frame[0]).isEqualTo((byte) frame.length));
  }

  @Test
  void anInputIsPlayedPieceByPiece() {
    StringBuilder played = new StringBuilder();
    byte[] input =
        new WireScript.Writer(1).raw(new byte[] {5, 6}).frame(new byte[] {7}).pass(3).input();
    WireScript.play(
        input,
        new WireScript.Line() {
          @Override
          public void raw(byte[] bytes, int offset, int length) {
            played.append("raw ").append(text(bytes, offset, length));
          }

          @Override
          public void frame(int ahead, byte[] bytes, int offset, int length) {
            played.append(" frame +").append(ahead).append(text(bytes, offset, length));
          }

          @Override
          public void pass(int ms) {
            played.append(" pass ").append(ms);
          }
        });

    assertThat(WireScript.circumstances(input)).isEqualTo(1);
    assertThat(played).hasToString("raw [5, 6] frame +0[7] pass 3 pass 16");
  }

  private static String text(byte[] bytes, int offset, int length) {
    return Arrays.toString(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Test
  void anyBytesAtAllAreAnInput() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      byte[] input = new byte[random.nextInt(300)];
      random.nextBytes(input);
      HostEars.fuzzerTestOneInput(input);
      BoardEars.fuzzerTestOneInput(input);
    }
  }
}
