package org.stipple.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stipple.controller.io.ByteLink;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.Frame;
import org.stipple.controller.wire.MessageWriter;

final class BoardLinkTest {

  private static final long MS = 1_000_000L;

  /** A line whose other end is this test. */
  private static final class Line implements ByteLink {
    private byte[] incoming = new byte[0];
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int discards;

    void answer(String hex) {
      byte[] more = HexFormat.of().parseHex(hex);
      byte[] all = new byte[incoming.length + more.length];
      System.arraycopy(incoming, 0, all, 0, incoming.length);
      System.arraycopy(more, 0, all, incoming.length, more.length);
      incoming = all;
    }

    String takeSent() {
      String hex = HexFormat.of().formatHex(sent.toByteArray());
      sent.reset();
      return hex;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n = Math.min(length, incoming.length);
      System.arraycopy(incoming, 0, buffer, offset, n);
      byte[] rest = new byte[incoming.length - n];
      System.arraycopy(incoming, n, rest, 0, rest.length);
      incoming = rest;
      return n;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
      sent.write(buffer, offset, length);
      return length;
    }

    @Override
    public void discardOutput() {
      discards++;
    }

    @Override
    public void reopen() {}

    @Override
    public int openings() {
      return 1;
    }
  }

  private final Line line = new Line();
  private final BoardLink link = new BoardLink(line, 0);
  private final List<String> contents = new ArrayList<>();
  private final MessageWriter writer = new MessageWriter();
  private Command identify;
  private long nowNs;

  @BeforeEach
  void synchronise() throws DictionaryException {
    identify = Command.of(DataDictionary.bootstrap(), "identify", "offset", "count");
    link.reset();
    link.probe(0);
    assertThat(line.takeSent()).isEqualTo("7e" + empty(0));
    line.answer(empty(9));
    receiveAt(1 * MS);
    assertThat(link.synchronised()).isTrue();
  }

  private void receiveAt(long ns) {
    nowNs = ns;
    link.receive(
        ns,
        (bytes, start, end, receivedNs) ->
            contents.add(HexFormat.of().formatHex(bytes, start, end)));
  }

  private static String empty(int sequence) {
    byte[] frame = new byte[Frame.MIN_LENGTH];
    Frame.seal(frame, 0, sequence, 0);
    return HexFormat.of().formatHex(frame);
  }

  private void send(int offset, long expiresNs) {
    writer.start(identify).put(offset).put(40).end();
    assertThat(link.send(writer, expiresNs)).isTrue();
  }

  private String frame(int sequence, int... offsets) {
    byte[] frame = new byte[Frame.MAX_LENGTH];
    int at = Frame.HEADER_LENGTH;
    for (int offset : offsets) {
      writer.start(identify).put(offset).put(40).end();
      System.arraycopy(writer.bytes(), 0, frame, at, writer.length());
      at += writer.length();
    }
    int length = Frame.seal(frame, 0, sequence, at - Frame.HEADER_LENGTH);
    return HexFormat.of().formatHex(frame, 0, length);
  }

  @Test
  void continuesFromTheNumberTheBoardExpects() {
    send(0, BoardLink.NEVER);
    link.flush(nowNs);
    assertThat(line.takeSent()).isEqualTo(frame(9, 0));
  }

  @Test
  void packsTheMessagesOfOneTickIntoOneBlock() {
    send(1, BoardLink.NEVER);
    send(2, BoardLink.NEVER);
    link.flush(nowNs);
    assertThat(line.takeSent()).isEqualTo(frame(9, 1, 2));
  }

  @Test
  void anEmptyBlockThatAdvancesAcknowledges() {
    send(0, BoardLink.NEVER);
    link.flush(nowNs);
    line.answer(empty(10));
    receiveAt(2 * MS);
    assertThat(link.idle()).isTrue();
    assertThat(link.blocksRetransmitted()).isZero();
  }

  @Test
  void theAcknowledgementAfterAResponseIsNoNak() {
    send(0, BoardLink.NEVER);
    link.flush(nowNs);
    send(1, BoardLink.NEVER);
    link.flush(nowNs);
    line.takeSent();
    // A response to the first block carries 10, then its own acknowledgement carries 10 as well.
    line.answer("0a1a00000278da");
    byte[] response = HexFormat.of().parseHex("0a1a00000278da000000");
    Frame.seal(response, 0, 10, 5);
    line.incoming = response;
    line.answer(empty(10));
    receiveAt(2 * MS);
    assertThat(contents).containsExactly("00000278da");
    assertThat(line.takeSent()).isEmpty();
    assertThat(link.idle()).isFalse();
  }

  @Test
  void aNakSendsEverythingAgainAfterASyncByteAndOnceARoundTrip() {
    send(0, BoardLink.NEVER);
    link.flush(nowNs);
    send(1, BoardLink.NEVER);
    link.flush(nowNs);
    line.takeSent();
    line.answer(empty(9));
    receiveAt(2 * MS);
    assertThat(line.takeSent()).isEqualTo("7e" + frame(9, 0) + frame(10, 1));
    assertThat(line.discards).isEqualTo(1);
    line.answer(empty(9) + empty(9));
    receiveAt(3 * MS);
    assertThat(line.takeSent()).as("naks to what was sent before are no news").isEmpty();
    line.answer(empty(9));
    receiveAt(7 * MS);
    assertThat(line.takeSent()).as("the second sending was lost as well").isNotEmpty();
    line.answer(empty(10) + empty(11));
    receiveAt(9 * MS);
    assertThat(link.idle()).isTrue();
  }

  @Test
  void silenceSendsAgainAfterTheTimeoutAndBacksOff() {
    send(0, BoardLink.NEVER);
    link.flush(nowNs);
    line.takeSent();
    link.flush(nowNs + 24 * MS);
    assertThat(line.takeSent()).isEmpty();
    link.flush(nowNs + 26 * MS);
    assertThat(line.takeSent()).isEqualTo("7e" + frame(9, 0));
    link.flush(nowNs + 26 * MS + 49 * MS);
    assertThat(line.takeSent()).isEmpty();
    link.flush(nowNs + 26 * MS + 51 * MS);
    assertThat(line.takeSent()).isEqualTo("7e" + frame(9, 0));
  }

  @Test
  void h6AStaleMessageIsLeftOutOfARetransmissionUnderTheSameNumber() {
    send(0, BoardLink.NEVER);
    send(1, nowNs + 10 * MS);
    link.flush(nowNs);
    assertThat(line.takeSent()).isEqualTo(frame(9, 0, 1));
    link.flush(nowNs + 30 * MS);
    assertThat(line.takeSent()).isEqualTo("7e" + frame(9, 0));
  }

  @Test
  void h6WhatExpiredWhileWaitingIsNeverSent() {
    send(0, nowNs + 10 * MS);
    link.flush(nowNs + 11 * MS);
    assertThat(line.takeSent()).isEmpty();
    assertThat(link.idle()).isTrue();
  }

  @Test
  void h15ExpireAllLeavesOnlyWhatMustArrive() {
    send(0, nowNs + 1000 * MS);
    link.flush(nowNs);
    line.takeSent();
    link.expireAll();
    line.answer(empty(9));
    receiveAt(2 * MS);
    assertThat(line.takeSent()).isEqualTo("7e" + empty(9));
  }

  @Test
  void atMostTwelveBlocksAreUnderWay() {
    for (int i = 0; i < 20; i++) {
      send(i, BoardLink.NEVER);
      link.flush(nowNs);
    }
    assertThat(link.blocksSent()).isEqualTo(12);
    line.answer(empty(9 + 3));
    receiveAt(2 * MS);
    link.flush(nowNs);
    assertThat(link.blocksSent()).as("the rest is packed into one block").isEqualTo(13);
  }

  @Test
  void theReceiveWindowOfTheBoardIsKept() {
    link.receiveWindow(192);
    for (int i = 0; i < 60; i++) {
      send(3560, BoardLink.NEVER);
    }
    link.flush(nowNs);
    // Unacknowledged bytes + 64 must not exceed 192.
    assertThat(line.takeSent().length() / 2).isLessThanOrEqualTo(192);
    assertThat(link.blocksSent()).isBetween(2L, 3L);
  }

  @Test
  void sequenceNumbersWrapWithoutLoss() {
    for (int i = 0; i < 100; i++) {
      send(i, BoardLink.NEVER);
      link.flush(nowNs);
      assertThat(line.takeSent()).isEqualTo(frame((9 + i) & 15, i));
      line.answer(empty((10 + i) & 15));
      receiveAt(nowNs + MS);
    }
    assertThat(link.idle()).isTrue();
    assertThat(link.blocksRetransmitted()).isZero();
  }

  @Test
  void damageIsCountedAndTheNextFrameIsFound() {
    line.answer("0102030405060708" + "7e" + empty(9));
    receiveAt(2 * MS);
    assertThat(link.damages()).isEqualTo(1);
    assertThat(link.heardNs()).isEqualTo(2 * MS);
  }

  @Test
  void theSendingTimeIsUnknownOnceABlockWasSentAgain() {
    writer.start(identify).put(0).put(40).end();
    link.sendTracked(writer, BoardLink.NEVER);
    assertThat(link.trackedSentNs()).isEqualTo(-1);
    link.flush(nowNs);
    assertThat(link.trackedSentNs()).isEqualTo(nowNs);
    line.answer(empty(9));
    receiveAt(2 * MS);
    assertThat(link.trackedSentNs()).isEqualTo(-1);
  }
}
