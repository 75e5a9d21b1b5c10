package org.stipple.sim.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stipple.controller.wire.Frame;

/**
 * What a fuzzer of the wire begins with: dialogues as they were recorded, with real firmware and
 * with the simulated board, as bare bytes and as contents of frames.
 */
final class WireSeeds {

  private static final long SEED = 11;

  /** Few frames a seed: a fuzzer cuts and joins them by itself. */
  private static final int FRAMES = 12;

  /** Of each side of the recorded dialogue. */
  private static final int SEEDS_MAX = 40;

  private static final Pattern RECORDED = Pattern.compile("\\b(?:[0-9a-f]{2}){5,64}\\b");
  private static final HexFormat HEX = HexFormat.of();

  private WireSeeds() {}

  /** What a host may hear. */
  static List<byte[]> ofTheBoard(List<String> golden) {
    return seeds(golden, Dialogue.contents(Dialogue.record(SEED).board()));
  }

  /** What a board may hear. */
  static List<byte[]> ofTheHost(List<String> golden) {
    return seeds(golden, Dialogue.contents(Dialogue.record(SEED).host()));
  }

  private static List<byte[]> seeds(List<String> golden, List<byte[]> contents) {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] frame : recorded(golden)) {
      byte[] content =
          Arrays.copyOfRange(frame, Frame.HEADER_LENGTH, frame.length - Frame.TRAILER_LENGTH);
      seeds.add(new WireScript.Writer(0).raw(frame).pass(2).input());
      seeds.add(new WireScript.Writer(1).frame(content).pass(2).input());
    }
    int step = Math.max(1, contents.size() / SEEDS_MAX);
    for (int i = 0; i < contents.size(); i += step) {
      WireScript.Writer writer = new WireScript.Writer(i / step % 2);
      for (byte[] content : contents.subList(i, Math.min(i + FRAMES, contents.size()))) {
        writer.frame(content).pass(1);
      }
      seeds.add(writer.input());
    }
    return seeds;
  }

  /** The frames in the golden vectors, whose lines also hold words and other numbers. */
  static List<byte[]> recorded(List<String> golden) {
    List<byte[]> frames = new ArrayList<>();
    for (String line : golden) {
      Matcher hex = RECORDED.matcher(line);
      while (hex.find()) {
        byte[] bytes = HEX.parseHex(hex.group());
        boolean whole = bytes.length == (bytes[0] & 0xFF) && bytes[bytes.length - 1] == Frame.SYNC;
        if (whole) {
          frames.add(bytes);
        }
      }
    }
    return frames;
  }

  /** Inputs that were kept, a line of hex each; empty lines and those with # are for people. */
  static List<byte[]> kept(List<String> lines) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(HEX::parseHex)
        .toList();
  }
}
