package org.stipple.controller.board;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.link.BoardLink;
import org.stipple.controller.link.ContentSink;
import org.stipple.controller.machine.LinkState;
import org.stipple.controller.machine.Reports;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.MessageFormat;
import org.stipple.controller.wire.MessageReader;
import org.stipple.controller.wire.MessageWriter;

/**
 * The life of the way to a board: find it, read its dictionary, learn its clock, bring it to our
 * configuration, keep it, and begin again whenever it is lost, shut down or restarted.
 *
 * <p>Rules of the protocol page's sections 3.3 to 6. Loop thread only; reading a dictionary
 * allocates, the rest does not.
 */
final class Connection implements ContentSink {

  private static final long PROBE_NS = 50_000_000L;
  private static final long ASK_AGAIN_NS = 10_000_000L;
  private static final long STEP_TIMEOUT_NS = 2_000_000_000L;

  /** No sound frame for this long, though the board was asked: find it anew. */
  private static final long SILENCE_NS = 1_000_000_000L;

  /** Without an answer to probes for this long the line itself is opened anew. */
  private static final long REOPEN_NS = 5_000_000_000L;

  /** A board that shut down is left alone this long, then reset: its report may be under way. */
  private static final long SHUTDOWN_REST_NS = 300_000_000L;

  /**
   * After a reset nothing is asked for this long; what was under way must not reach the new life.
   */
  private static final long RESET_REST_NS = 50_000_000L;

  private static final long REFUSED_REST_NS = 3_000_000_000L;
  private static final long CLOCK_PERIOD_NS = 500_000_000L;
  private static final long FIRST_CLOCK_PERIOD_NS = 10_000_000L;
  private static final int FIRST_CLOCKS = 8;

  /** When nothing was heard for this long the board is asked the time, whatever else is fitted. */
  private static final long QUIET_NS = 15_000_000L;

  private static final long RETRANSMIT_CAP_NS = 30_000_000L;
  private static final int RESETS_MAX = 3;
  private static final int DICTIONARY_MAX = 64 * 1024;
  private static final int PIECE = 40;

  private enum Phase {
    LINE,
    FIND,
    IDENTIFY,
    UPTIME,
    CLOCKS,
    GET_CONFIG,
    CONFIGURE,
    VERIFY,
    READY,
    SHUTDOWN,
    RESET,
    REFUSED
  }

  private final BoardLink link;
  private final Channel channel;
  private final BoardSettings settings;
  private final Profile profile;
  private final Reports reports;
  private final MessageReader reader = new MessageReader();
  private final long leadNs;

  private final Vocabulary bootstrap = Vocabulary.bootstrap();
  private Vocabulary words = bootstrap;
  private @Nullable Vocabulary knownWords;
  private byte[] dictionaryBytes = new byte[0];
  private final byte[] download = new byte[DICTIONARY_MAX];
  private int downloaded;
  private @Nullable Parts parts;

  private Phase phase = Phase.LINE;
  private long sinceNs;
  private long findSinceNs;
  private long askedNs;
  private int clocks;
  private boolean clockAsked;
  private int nextLine;
  private boolean verifying;
  private int resets;
  private @Nullable String reason;
  private long nowNs;

  Connection(
      BoardLink link, Channel channel, BoardSettings settings, Profile profile, Reports reports) {
    this.link = link;
    this.channel = channel;
    this.settings = settings;
    this.profile = profile;
    this.reports = reports;
    leadNs = (long) (profile.timing().leadMs() * 1e6);
  }

  LinkState state() {
    return switch (phase) {
      case LINE -> LinkState.ABSENT;
      case FIND, IDENTIFY, UPTIME, CLOCKS, GET_CONFIG, CONFIGURE, VERIFY, RESET ->
          LinkState.CONNECTING;
      case READY -> LinkState.READY;
      case SHUTDOWN -> LinkState.SHUTDOWN;
      case REFUSED -> LinkState.REFUSED;
    };
  }

  @Nullable String reason() {
    return reason;
  }

  /** The parts of a board that is ready; null before. */
  @Nullable Parts parts() {
    return phase == Phase.READY ? parts : null;
  }

  /** The parts that may be heard of: a board that shut down goes on to tell its analog inputs. */
  @Nullable Parts heard() {
    return phase == Phase.READY || phase == Phase.SHUTDOWN ? parts : null;
  }

  DataDictionary dictionary() {
    return words.dictionary();
  }

  /** Takes in what arrived this tick. */
  void receive(long now) {
    nowNs = now;
    link.receive(now, this);
    if (link.lost() && phase != Phase.LINE) {
      if (phase == Phase.READY) {
        reason = "the line to the board went away";
      }
      enter(Phase.LINE);
    }
  }

  /** Does what is due next. */
  void advance(long now) {
    nowNs = now;
    long inPhaseNs = now - sinceNs;
    switch (phase) {
      case LINE -> {
        if (!link.lost()) {
          find();
        }
      }
      case FIND -> advanceFind();
      case IDENTIFY -> advanceIdentify();
      case UPTIME -> {
        if (askAgain()) {
          channel.start(words.getUptime());
          channel.sendTracked(now + ASK_AGAIN_NS);
        }
      }
      case CLOCKS -> advanceClocks();
      case GET_CONFIG, VERIFY -> advanceGetConfig();
      case CONFIGURE -> advanceConfigure();
      case READY -> advanceReady();
      case SHUTDOWN -> {
        if (inPhaseNs > SHUTDOWN_REST_NS) {
          reset(true);
        }
      }
      case RESET -> {
        if (inPhaseNs > RESET_REST_NS) {
          find();
        }
      }
      case REFUSED -> {
        if (inPhaseNs > REFUSED_REST_NS) {
          resets = 0;
          find();
        }
      }
    }
    boolean asking = phase != Phase.READY && phase != Phase.LINE && phase != Phase.FIND;
    boolean resting = phase == Phase.SHUTDOWN || phase == Phase.RESET || phase == Phase.REFUSED;
    if (asking && !resting && now - sinceNs > STEP_TIMEOUT_NS) {
      find();
    }
    link.flush(now);
  }

  private void enter(Phase next) {
    phase = next;
    sinceNs = nowNs;
    askedNs = nowNs - STEP_TIMEOUT_NS;
  }

  private void find() {
    words = bootstrap;
    link.reset();
    link.capRetransmitTimeout(Long.MAX_VALUE);
    channel.clock.reset();
    clockAsked = false;
    findSinceNs = nowNs;
    enter(Phase.FIND);
  }

  private void advanceFind() {
    if (link.synchronised()) {
      downloaded = 0;
      enter(Phase.IDENTIFY);
      return;
    }
    if (nowNs - askedNs >= PROBE_NS) {
      askedNs = nowNs;
      link.probe(nowNs);
    }
    if (nowNs - findSinceNs > REOPEN_NS) {
      reason = "the board does not answer: is it the right port and speed, with Klipper firmware?";
      findSinceNs = nowNs;
      link.reopen();
    }
  }

  /** Whether a question is due: the first time, and again when its answer seems lost. */
  private boolean askAgain() {
    if (nowNs - askedNs < ASK_AGAIN_NS || !link.idle()) {
      return false;
    }
    askedNs = nowNs;
    return true;
  }

  private void advanceIdentify() {
    if (askAgain()) {
      channel.start(words.identify()).put(downloaded).put(PIECE);
      channel.send();
    }
  }

  private void advanceClocks() {
    if (clocks >= FIRST_CLOCKS) {
      enter(Phase.GET_CONFIG);
      verifying = false;
    } else if (nowNs - askedNs >= FIRST_CLOCK_PERIOD_NS) {
      askClock();
    }
  }

  private void askClock() {
    askedNs = nowNs;
    clockAsked = true;
    channel.start(words.getClock());
    channel.sendTracked(nowNs + RETRANSMIT_CAP_NS);
  }

  private void advanceGetConfig() {
    if (askAgain()) {
      channel.start(words.getConfig());
      channel.send();
    }
  }

  private void advanceConfigure() {
    Parts wanted = parts;
    if (wanted == null) {
      throw new IllegalStateException("configuring a board without parts");
    }
    // A few lines a tick: the whole would fill the queue and the board's buffer at once.
    for (int i = 0; i < 4 && nextLine <= wanted.lines().size(); i++, nextLine++) {
      if (nextLine == wanted.lines().size()) {
        channel.start(words.finalizeConfig()).put(wanted.crc());
        channel.send();
        verifying = true;
        enter(Phase.VERIFY);
        askedNs = nowNs;
        return;
      }
      Configuration.Line line = wanted.lines().get(nextLine);
      MessageWriter message = channel.start(line.command());
      for (int k = 0; k < line.arguments().size(); k++) {
        message.put(line.arguments().get(k));
      }
      channel.send();
    }
  }

  private void advanceReady() {
    long quietNs = nowNs - link.heardNs();
    if (quietNs > SILENCE_NS) {
      reason = "the board fell silent";
      find();
      return;
    }
    boolean quiet = quietNs > QUIET_NS && nowNs - askedNs > QUIET_NS;
    if (quiet || nowNs - askedNs > CLOCK_PERIOD_NS) {
      askClock();
    }
  }

  @Override
  public void onContent(byte[] bytes, int start, int end, long receivedNs) {
    MessageFormat message = reader.read(words.dictionary(), bytes, start, end);
    if (message == null) {
      return;
    }
    if (phase == Phase.IDENTIFY && words.identifyResponse().is(message)) {
      takePiece();
      return;
    }
    if (words == bootstrap) {
      return;
    }
    Parts heard = heard();
    if (heard != null && heard.take(message, reader, nowNs)) {
      return;
    }
    if (words.clock().is(message)) {
      takeClock();
    } else if (words.uptime().is(message)) {
      takeUptime();
    } else if (words.config().is(message)) {
      takeConfig();
    } else if (words.shutdown().is(message)) {
      takeShutdown(words.shutdown().value(reader, 0));
    } else if (words.isShutdown().is(message)) {
      takeShutdown(words.isShutdown().value(reader, 0));
    } else if (words.starting().is(message)) {
      takeStarting();
    }
  }

  private void takePiece() {
    if (words.identifyResponse().value(reader, 0) != downloaded) {
      return;
    }
    int place = words.identifyResponse().place(1);
    int length = reader.bufferLength(place);
    if (length > 0) {
      if (downloaded + length > DICTIONARY_MAX) {
        refuse("the board's dictionary is larger than 64 kB");
        return;
      }
      reader.copyBuffer(place, download, downloaded);
      downloaded += length;
      // Ask for the next piece at once.
      askedNs = nowNs - ASK_AGAIN_NS;
      sinceNs = nowNs;
      return;
    }
    try {
      learn();
      enter(Phase.UPTIME);
    } catch (DictionaryException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the dictionary, unless it is the one we know: then nothing is allocated. */
  private void learn() throws DictionaryException {
    Vocabulary known = knownWords;
    if (known != null
        && Arrays.equals(download, 0, downloaded, dictionaryBytes, 0, dictionaryBytes.length)) {
      words = known;
      return;
    }
    DataDictionary dictionary = DataDictionary.inflate(download, downloaded);
    Vocabulary learned = Vocabulary.of(dictionary);
    parts = new Parts(dictionary, settings, profile, channel, reports);
    dictionaryBytes = Arrays.copyOf(download, downloaded);
    words = learned;
    knownWords = learned;
  }

  private void refuse(String why) {
    reason = why;
    enter(Phase.REFUSED);
  }

  private void takeClock() {
    long sentNs = link.trackedSentNs();
    if (!clockAsked || sentNs < 0 || !channel.clock.started()) {
      return;
    }
    clockAsked = false;
    channel.clock.sample(words.clock().value(reader, 0), sentNs);
    clocks++;
  }

  private void takeUptime() {
    long sentNs = link.trackedSentNs();
    if (phase != Phase.UPTIME || sentNs < 0) {
      return;
    }
    channel.clock.start(
        words.dictionary().number("CLOCK_FREQ", 1),
        words.uptime().value(reader, 0),
        words.uptime().value(reader, 1),
        sentNs);
    link.receiveWindow((int) words.dictionary().number("RECEIVE_WINDOW", 0));
    clocks = 0;
    enter(Phase.CLOCKS);
  }

  private void takeConfig() {
    boolean configured = words.config().value(reader, 0) != 0;
    int crc = words.config().value(reader, 1);
    boolean shutdown = words.config().value(reader, 2) != 0;
    Parts wanted = parts;
    if (wanted == null) {
      return;
    }
    if (phase == Phase.GET_CONFIG) {
      boolean ours = configured && crc == wanted.crc();
      if (ours && !shutdown) {
        ready(wanted); // an earlier life of ours left it so; only its inputs are begun anew
        return;
      }
      if (shutdown || configured) {
        if (!reset(shutdown)) {
          keepWhatIsThere(wanted, ours);
        }
        return;
      }
      nextLine = 0;
      enter(Phase.CONFIGURE);
      channel.start(words.allocateOids()).put(wanted.oids());
      channel.send();
    } else if (phase == Phase.VERIFY && verifying) {
      if (configured && !shutdown && crc == wanted.crc()) {
        ready(wanted);
      } else if (!shutdown) {
        refuse("the board did not take its configuration");
      }
    }
  }

  /** A board that shut down, has our configuration and no way to be reset, is only woken. */
  private void keepWhatIsThere(Parts wanted, boolean ours) {
    if (phase == Phase.REFUSED) {
      return;
    }
    Command clear = words.clearShutdown();
    if (!ours || clear == null) {
      refuse("the board is configured for another machine and cannot be reset: power-cycle it");
      return;
    }
    channel.start(clear);
    channel.send();
    ready(wanted);
  }

  private void ready(Parts wanted) {
    resets = 0;
    reason = null;
    reports.life++;
    link.capRetransmitTimeout(RETRANSMIT_CAP_NS);
    wanted.begin(nowNs, leadNs);
    enter(Phase.READY);
    askedNs = nowNs;
  }

  /**
   * Resets the board by what it has.
   *
   * @return false when it has no way to be reset, or was reset too often in vain
   */
  private boolean reset(boolean shutdown) {
    if (++resets > RESETS_MAX) {
      refuse(reason == null ? "the board does not leave its old configuration" : reason);
      return false;
    }
    Command reset = words.reset();
    Command configReset = words.configReset();
    if (reset != null) {
      channel.start(reset);
    } else if (configReset != null) {
      if (!shutdown) {
        channel.start(words.emergencyStop());
        channel.send();
      }
      channel.start(configReset);
    } else {
      return false;
    }
    channel.send();
    link.flush(nowNs);
    enter(Phase.RESET);
    return true;
  }

  private void takeShutdown(int textId) {
    if (phase == Phase.SHUTDOWN || phase == Phase.RESET || phase == Phase.REFUSED) {
      return;
    }
    String why = words.staticString(textId);
    if (phase == Phase.READY || phase == Phase.CONFIGURE || phase == Phase.VERIFY) {
      reason = why;
      enter(Phase.SHUTDOWN);
    }
  }

  private void takeStarting() {
    if (phase == Phase.READY) {
      reports.boardRestarted = true;
      reason = "the board restarted by itself";
    }
    if (phase != Phase.RESET) {
      find();
    }
  }
}
