package org.stipple.controller.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stipple.controller.gpio.Shortcomings;
import org.stipple.controller.hardware.ClockSync;
import org.stipple.controller.hardware.RealTime;
import org.stipple.controller.hardware.RealTimeRight;
import org.stipple.controller.hardware.SerialLine;
import org.stipple.controller.storage.DiskMarks;
import org.stipple.telemetry.record.Reserve;
import org.stipple.telemetry.toml.FileError;
import tools.jackson.databind.JsonNode;

/** Looks at everything a controller needs, and changes nothing. */
final class Doctor {

  private static final int JDK_MINIMUM = 25;
  private static final int BROKER_WAIT_MS = 2_000;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor() {}

  /** All findings, in the order a person would look. */
  static List<Finding> examine(Path settingsFile, Surroundings surroundings) {
    Doctor doctor = new Doctor();
    doctor.javaVersion();
    doctor.realTime();
    doctor.clock();
    try {
      Settings settings = Settings.read(settingsFile, surroundings);
      doctor.findings.add(Finding.ok("settings", settingsFile + " is sound"));
      doctor.machine(settings);
      doctor.roles(settings);
      doctor.ceiling(settings);
      doctor.broker(settings);
      doctor.data(settings);
    } catch (FileError e) {
      e.lines()
          .forEach(line ->
              doctor.findings.add(
                  Finding.wrong("settings", line, "correct this line; see docs/settings.md")));
    }
    return doctor.findings;
  }

  private void javaVersion() {
    int feature = Runtime.version().feature();
    findings.add(
        feature >= JDK_MINIMUM
            ? Finding.ok("java", "JDK " + Runtime.version())
            : Finding.wrong("java", "JDK " + feature, "install JDK " + JDK_MINIMUM + " or newer"));
  }

  private void realTime() {
    for (RealTimeRight right : RealTime.tryOut()) {
      String check = "real time: " + right.name();
      findings.add(
          right.granted()
              ? Finding.ok(check, right.found())
              : Finding.warning(check, right.found(), right.grant() == null ? "" : right.grant()));
    }
  }

  private void machine(Settings settings) {
    settings.gpio().ifPresent(gpio -> findings.addAll(PinProbe.examine(settings, gpio)));
    if (settings.onPins()) {
      Shortcomings.of(settings.gpio().orElseThrow())
          .forEach(words -> findings.add(Finding.warning("not promised", words, "")));
    } else {
      line(settings);
    }
  }

  private void line(Settings settings) {
    Path port = settings.line().port();
    Optional<String> holder = SerialLine.holderOf(port);
    if (!Files.exists(port)) {
      findings.add(
          Finding.wrong(
              "port",
              settings.at("line.port", "there is no " + port),
              "plug the board in; ls /dev/serial/by-id shows the ports there are"));
    } else if (!Files.isReadable(port) || !Files.isWritable(port)) {
      findings.add(
          Finding.wrong(
              "port",
              settings.at("line.port", "no permission for " + port),
              "sudo usermod -aG dialout $USER, then log in again"));
    } else if (holder.isPresent()) {
      findings.add(Finding.ok("port", port + " is held by a controller " + holder.get()));
      askRunning(settings);
    } else {
      findings.add(Finding.ok("port", port + " is there and free"));
      findings.addAll(BoardProbe.examine(settings));
    }
  }

  private void askRunning(Settings settings) {
    try (ControlClient client = ControlClient.connect(settings.controlSocket())) {
      JsonNode status = client.ask(ControlClient.request("status")).path("status");
      String link = status.path("link").asString("?");
      String reason = status.path("linkReason").asString("");
      String found =
          "the running controller says: " + link + (reason.isEmpty() ? "" : ", " + reason);
      findings.add(
          link.equals("ready")
              ? Finding.ok("board", found)
              : Finding.wrong("board", found, "stop the controller and run doctor again for more"));
    } catch (IOException e) {
      findings.add(
          Finding.warning(
              "board",
              "not looked at: " + e.getMessage(),
              "stop the program that holds the port and run doctor again"));
    }
  }

  private void roles(Settings settings) {
    List<Missing> missing = Missing.of(settings);
    if (missing.isEmpty()) {
      findings.add(Finding.ok("roles", "every part is fitted"));
    }
    missing.forEach(part ->
        findings.add(
            Finding.warning(
                "roles",
                part.roles() + " is not fitted, so not guaranteed: " + part.consequence(),
                "give its pin in [%s] where the machine has one"
                    .formatted(settings.onPins() ? "gpio" : "pins"))));
  }

  private void ceiling(Settings settings) {
    Missing.ceiling(settings)
        .ifPresent(words ->
            findings.add(
                Finding.warning(
                    "ceiling", words, "a tachometer of fewer pulses lets the needle run faster")));
  }

  private void broker(Settings settings) {
    if (settings.broker().isEmpty()) {
      findings.add(Finding.ok("broker", "none in the settings: nothing leaves this host"));
      return;
    }
    URI uri = settings.broker().get().uri();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), BROKER_WAIT_MS);
      findings.add(Finding.ok("broker", uri + " can be reached"));
    } catch (IOException e) {
      findings.add(
          Finding.warning(
              "broker",
              uri + " cannot be reached: " + e.getMessage(),
              "sessions are kept here meanwhile; check [mqtt] broker and the network"));
    }
  }

  private void data(Settings settings) {
    Path folder = settings.dataFolder();
    Path existing = folder;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      findings.add(
          Finding.wrong(
              "data",
              settings.at("files.data", existing + " cannot be written"),
              "give a folder this user may write"));
      return;
    }
    findings.add(
        Finding.ok(
            "data", folder + (existing.equals(folder) ? "" : " will be made") + ", writable"));
    disk(settings, existing);
  }

  private void disk(Settings settings, Path folder) {
    DiskMarks marks = settings.disk();
    try {
      long missing =
          marks.reserveBytes()
              - Reserve.in(settings.dataFolder().resolve("sessions"), 0).heldBytes();
      long free = Files.getFileStore(folder).getUsableSpace() - Math.max(0, missing);
      String found =
          "%d MB free besides the reserve of %d MB"
              .formatted(Math.max(0, free) / 1_000_000, marks.reserveBytes() / 1_000_000);
      findings.add(
          free >= marks.warnBelowBytes()
              ? Finding.ok("disk", found)
              : free >= marks.refuseBelowBytes()
                  ? Finding.warning("disk", found, "make room: below disk.warn_below")
                  : Finding.wrong(
                      "disk", found, "make room: no session can be opened (disk.refuse_below)"));
    } catch (IOException e) {
      findings.add(Finding.warning("disk", "not known: " + e.getMessage(), ""));
    }
  }

  private void clock() {
    Optional<Double> errorS = ClockSync.errorS();
    findings.add(
        errorS.isPresent()
            ? Finding.ok("clock", "kept in step within %.3f s".formatted(errorS.get()))
            : Finding.warning(
                "clock",
                "nothing keeps the time of day in step, and records are dated by it",
                "sudo timedatectl set-ntp true, or install chrony"));
  }
}
