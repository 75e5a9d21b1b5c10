package org.stipple.controller.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.catalogue.UsedCartridges;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.control.Mode;
import org.stipple.controller.flightlog.FlightHeader;
import org.stipple.controller.flightlog.FlightLog;
import org.stipple.controller.hardware.ClockSync;
import org.stipple.controller.hardware.KnobDevice;
import org.stipple.controller.hardware.MonotonicClock;
import org.stipple.controller.hardware.RealTimeRight;
import org.stipple.controller.loop.ControlLoop;
import org.stipple.controller.loop.LoopRunner;
import org.stipple.controller.panel.Panel;
import org.stipple.controller.panel.Pins;
import org.stipple.controller.profile.Profile;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.SampleRing;
import org.stipple.controller.session.ClockHealth;
import org.stipple.controller.session.ClockWatch;
import org.stipple.controller.session.CommandDesk;
import org.stipple.controller.session.Encoder;
import org.stipple.controller.session.Fitting;
import org.stipple.controller.session.Keeper;
import org.stipple.controller.session.Live;
import org.stipple.controller.session.LoopGauge;
import org.stipple.controller.session.Outlook;
import org.stipple.controller.session.Requests;
import org.stipple.controller.session.Status;
import org.stipple.controller.session.Worries;
import org.stipple.controller.storage.DiskWatch;
import org.stipple.telemetry.edge.EdgeNode;
import org.stipple.telemetry.edge.EdgeSettings;
import org.stipple.telemetry.edge.EdgeStatus;
import org.stipple.telemetry.outbox.RecordUplink;
import org.stipple.telemetry.outbox.Retention;
import org.stipple.telemetry.record.Reserve;
import org.stipple.telemetry.record.SessionBook;
import org.stipple.telemetry.record.SigningKey;
import org.stipple.telemetry.session.DeviceId;

/**
 * A running controller. {@link #start} is the whole assembly, in the order in which the parts need
 * each other; {@link #close} takes it down in the opposite one, the machine first.
 */
final class Host implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private static final int KEEP_ALIVE_S = 5;
  private static final long PUSH_NS = 50_000_000;

  /** How long the loop may take to brake, park and retract before it is ended. */
  private static final long REST_NS = 1_000_000_000;

  private static final long LOOK_NS = 5_000_000;
  private static final long JOIN_MS = 1_000;

  private final MonotonicClock clock = new MonotonicClock();
  private final Deque<AutoCloseable> opened;
  private final Requests requests;
  private final LoopRunner runner;
  private final Thread loopThread;
  private final Panel panel;
  private volatile boolean closing;

  private Host(Settings settings, Doors doors, boolean bench, Deque<AutoCloseable> opened)
      throws IOException {
    this.opened = opened;
    open(doors.close()::run);
    // Beside the assembly, not after it: each takes half a second of a start.
    Thread rehearsal = begin(doors.rehearse(), "stipple-rehearsal", Thread.NORM_PRIORITY);
    SigningKey key = SigningKey.in(settings.dataFolder());
    Path sessions = settings.dataFolder().resolve("sessions");
    Reserve reserve = Reserve.in(sessions, settings.disk().reserveBytes());
    SessionBook book = open(SessionBook.in(sessions, doors.wallClock(), key, reserve));

    List<String> missing = missing(doors);
    Profile profile =
        missing.isEmpty() ? settings.profile() : settings.profile().onAnOrdinaryHost();
    CommandQueue commands = new CommandQueue();
    SampleRing samples = new SampleRing();
    LoopTimes times = LoopTimes.by(doors.loopClock());
    ControlLoop loop =
        new ControlLoop(
            doors.machine(),
            settings.equipment(),
            profile,
            commands,
            samples,
            times,
            doors.flight());
    runner = new LoopRunner(loop, doors.loopClock(), times);

    Optional<FlightLog> flight = flight(settings, doors, profile);
    Clinic clinic = clinic(settings, doors, book, key);
    DiskWatch disk = disk(settings, doors, reserve, clinic.retention(), flight);
    ClockHealth health =
        new ClockHealth(
            ClockSync::errorS,
            () -> clinic.uplink().flatMap(RecordUplink::clinicAheadS),
            settings.clockOffSMax());
    Live live =
        edge(
            settings,
            doors,
            told ->
                new Outlook(
                    clinic.uplink().map(RecordUplink::backlog),
                    flight.map(FlightLog::state),
                    Optional.of(disk.state()),
                    Optional.of(health.state()),
                    told));
    CommandDesk desk = new CommandDesk(commands);
    Keeper keeper =
        new Keeper(
            samples,
            desk,
            book,
            live,
            new ClockWatch(doors.wallClock(), clock::nowNs),
            new LoopGauge(times, lacks(missing, doors)),
            fitting(settings, doors),
            bench);
    requests = new Requests(desk, keeper, settings.profile().limits());

    // Whatever may fail for lack of a port or a place fails before the first tick.
    Pins pins = Pins.in(settings.dataFolder().resolve("pins"));
    open(ControlServer.at(settings.controlSocket(), new ControlProtocol(requests, pins)));
    Encoder encoder = new Encoder(requests);
    settings
        .encoder()
        .ifPresent(device -> open(KnobDevice.listen(device, encoder::turn, encoder::push)));
    Optional<Encoder> fitted = settings.encoder().map(_ -> encoder);
    panel =
        open(
            Panel.start(
                requests,
                fitted,
                pins,
                clock,
                settings.panel().host(),
                settings.panel().port(),
                settings.panel().secure()));

    Thread keeperThread = begin(keeper.runningOn(clock), "stipple-keeper", Thread.NORM_PRIORITY);
    open(() -> end(keeper::stop, keeperThread));
    loopThread = begin(() -> loop(doors, rehearsal), "stipple-loop", Thread.MAX_PRIORITY);
    open(() -> end(runner::stop, loopThread));
    Worries worries = new Worries(desk, keeper, clock::nowNs, health);
    Thread pusher = begin(() -> push(worries), "stipple-panel", Thread.NORM_PRIORITY);
    open(() -> end(() -> closing = true, pusher));

    requests.setFrequency(settings.start().frequencyHz());
    requests.setDepth(settings.start().depthMm());
    if (bench) {
      requests.beginBench();
    }
  }

  private Optional<FlightLog> flight(Settings settings, Doors doors, Profile profile) {
    if (!doors.flight().isOn()) {
      return Optional.empty();
    }
    FlightHeader header =
        new FlightHeader(Version.text(), doors.wallClock().instant(), profile, settings.board());
    FlightLog log;
    try {
      log =
          open(
              FlightLog.begin(
                  doors.flight(),
                  header,
                  settings.dataFolder().resolve("flight"),
                  settings.flightMegabytes() * 1_000_000L));
    } catch (IOException e) {
      LOG.error("there is no flight log: {}", e.toString());
      return Optional.empty(); // a machine whose disk fails must be able to say so
    }
    Thread writer = begin(log.runningOn(clock), "stipple-flight", Thread.NORM_PRIORITY);
    open(() -> end(log::stop, writer));
    return Optional.of(log);
  }

  private static Fitting fitting(Settings settings, Doors doors) throws IOException {
    return new Fitting(
        settings.catalogue(),
        UsedCartridges.in(settings.dataFolder().resolve("cartridges.used")),
        settings.skin(),
        doors.wallClock(),
        ZoneId.systemDefault());
  }

  /**
   * Starts a controller: threads, panel, control socket, and MQTT where the settings name a broker.
   * It is disarmed, and its fault latch set.
   *
   * @param bench whether it runs on a bench: it arms without a session, and there can be none
   * @throws IOException in one line, when a place or a port cannot be had; nothing runs then
   */
  static Host start(Settings settings, Doors doors, boolean bench) throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Host(settings, doors, bench, opened);
    } catch (IOException | RuntimeException e) {
      closeAll(opened);
      throw e instanceof IOException known ? known : new IOException(inOneLine(e), e);
    }
  }

  /** Who takes the records, and what is removed when they have them; neither without a broker. */
  private record Clinic(Optional<RecordUplink> uplink, Optional<Retention> retention) {}

  private Clinic clinic(Settings settings, Doors doors, SessionBook book, SigningKey key)
      throws IOException {
    if (settings.broker().isEmpty()) {
      return new Clinic(Optional.empty(), Optional.empty());
    }
    Settings.Broker broker = settings.broker().get();
    if (broker.uri().getScheme().equals("ssl")) {
      broker.tls().context(); // what is wrong with the files is told now, not by a lost link
    }
    EdgeSettings names = names(settings, broker);
    Path clinicKey = settings.dataFolder().resolve("clinic.pub");
    RecordUplink uplink = open(new RecordUplink(names, book, key.publicKey(), clinicKey));
    uplink.start();
    return new Clinic(
        Optional.of(uplink),
        Optional.of(new Retention(book, uplink.address(), clinicKey, doors.wallClock())));
  }

  private DiskWatch disk(
      Settings settings,
      Doors doors,
      Reserve reserve,
      Optional<Retention> retention,
      Optional<FlightLog> flight) {
    DiskWatch watch =
        new DiskWatch(
            settings.dataFolder(), settings.disk(), reserve, retention, flight, doors.wallClock());
    watch.look(clock.nowNs());
    Thread watcher = begin(watch.runningOn(clock), "stipple-disk", Thread.NORM_PRIORITY);
    open(() -> end(watch::stop, watcher));
    return watch;
  }

  private Live edge(
      Settings settings, Doors doors, Function<Optional<EdgeStatus>, Outlook> outlook) {
    if (settings.broker().isEmpty()) {
      return new Live(snapshot -> {}, online -> {}, () -> outlook.apply(Optional.empty()));
    }
    Settings.Broker broker = settings.broker().get();
    EdgeSettings names = names(settings, broker);
    EdgeNode edge = open(new EdgeNode(broker.primary().map(names::withPrimaryHost).orElse(names)));
    edge.start();
    return new Live(
        edge::publish,
        online -> {
          if (online) {
            edge.birthProperties(doors.properties().get());
          }
          edge.deviceOnline(online);
        },
        () -> outlook.apply(Optional.of(edge.status())));
  }

  private static EdgeSettings names(Settings settings, Settings.Broker broker) {
    return EdgeSettings.of(
            broker.uri(),
            broker.group(),
            broker.node(),
            new DeviceId(broker.device()),
            broker.group() + "-" + broker.node(),
            KEEP_ALIVE_S,
            settings.dataFolder().resolve("edge.state"))
        .with(broker.tls());
  }

  /** The port on which others find the panel; empty where there is none. */
  OptionalInt securePort() {
    return panel.securePort();
  }

  /** Where the panel is. */
  int panelPort() {
    return panel.port();
  }

  Requests requests() {
    return requests;
  }

  /** Waits until the loop ends, which it does by {@link #close} or by an error of its own. */
  void join() throws InterruptedException {
    loopThread.join();
  }

  /** Whether the loop ended by itself, after an error. */
  boolean failed() {
    return !closing && !loopThread.isAlive();
  }

  /** What the kernel refuses the loop, in words; each is told once in the log, too. */
  private static List<String> missing(Doors doors) {
    List<String> missing =
        doors.rights().stream()
            .filter(right -> !right.granted())
            .map(RealTimeRight::words)
            .toList();
    missing.forEach(words -> LOG.warn("not as punctual as it could be: {}", words));
    return missing;
  }

  /** What belongs into every record: of the kernel's rights, and of the way to the machine. */
  private static List<String> lacks(List<String> missing, Doors doors) {
    List<String> lacks = new ArrayList<>(missing);
    lacks.addAll(doors.shortcomings());
    return lacks;
  }

  private void loop(Doors doors, Thread rehearsal) {
    try {
      rehearsal.join();
    } catch (InterruptedException _) {
      return;
    }
    doors.enterLoop().run();
    runner.run();
    if (runner.failure() != null) {
      LOG.error("the loop ended", runner.failure());
    }
  }

  private void push(Worries worries) {
    boolean told = false;
    while (!closing) {
      panel.push();
      worries.look();
      if (!told && runner.failure() != null) {
        told = true;
        LOG.error("a check inside the tick failed; the machine is latched", runner.failure());
      }
      clock.sleepUntilNs(clock.nowNs() + PUSH_NS);
    }
  }

  /**
   * Stops and disarms the machine, closes an open session, ends everything; waits a few seconds.
   */
  @Override
  public synchronized void close() {
    if (opened.isEmpty()) {
      return;
    }
    rest();
    if (requests.status().session().isPresent()) {
      LOG.info("{}", requests.closeSession().words());
    }
    closing = true;
    closeAll(opened);
  }

  private void rest() {
    if (!loopThread.isAlive()) {
      return;
    }
    requests.stop();
    long deadlineNs = clock.nowNs() + REST_NS;
    while (requests.status().mode() != Mode.DISARMED && clock.nowNs() < deadlineNs) {
      clock.sleepUntilNs(clock.nowNs() + LOOK_NS);
    }
    Status status = requests.status();
    if (status.mode() != Mode.DISARMED) {
      LOG.warn("the machine did not come to rest in time; its guards stop it now");
    }
  }

  private static String inOneLine(Throwable e) {
    Throwable cause = e.getCause();
    String why = cause == null ? "" : " (" + cause.getMessage() + ")";
    return (e.getMessage() + why).replaceAll("\\s+", " ");
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private static void closeAll(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("while closing: {}", e.toString());
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a wish to the scheduler that nothing relies on
  private static Thread begin(Runnable task, String name, int priority) {
    Thread thread = new Thread(task, name);
    thread.setPriority(priority);
    thread.start();
    return thread;
  }

  private static void end(Runnable ask, Thread thread) throws InterruptedException {
    ask.run();
    thread.join(JOIN_MS);
  }

  /** The status, once it satisfies what is waited for, or the last one when time is over. */
  Optional<Status> await(java.util.function.Predicate<Status> wanted, long waitNs) {
    long deadlineNs = clock.nowNs() + waitNs;
    while (clock.nowNs() < deadlineNs) {
      Status status = requests.status();
      if (wanted.test(status)) {
        return Optional.of(status);
      }
      clock.sleepUntilNs(clock.nowNs() + LOOK_NS);
    }
    return Optional.empty();
  }
}
