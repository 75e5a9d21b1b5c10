package org.stipple.sim.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Modules and rooms in the order in which they may know each other: a later one an earlier one,
 * never the other way.
 *
 * @param root the package all modules are in; the fixtures that break the laws have a root of their
 *     own
 */
record House(String root) {

  /** Rooms inside the tick, in their order. */
  static final List<String> HOT =
      List.of(
          "io",
          "machine",
          "profile",
          "command",
          "wire",
          "link",
          "operator",
          "estimate",
          "safety",
          "control",
          "board",
          "gpio",
          "record",
          "flight",
          "loop");

  /** Rooms of the controller outside the tick, in their order, all below the hot ones. */
  static final List<String> COLD =
      List.of(
          "catalogue",
          "flightlog",
          "storage",
          "session",
          "calibration",
          "panel",
          "hardware",
          "app");

  private static final List<String> TELEMETRY =
      List.of(
          "toml",
          "session",
          "plot",
          "trust",
          "record",
          "export",
          "sparkplug",
          "upload",
          "access",
          "audit",
          "mqtt",
          "authority",
          "broker",
          "edge",
          "outbox",
          "store",
          "ingest",
          "intake",
          "web",
          "dashboard");

  private static final List<String> SIM =
      List.of(
          "plant",
          "board",
          "fault",
          "world",
          "disk",
          "scenario",
          "trial",
          "ensemble",
          "campaign",
          "rig",
          "demo",
          "bench");

  /**
   * Rooms that have their place in the order but no class yet. Take a room out of this list when
   * its first class arrives; a test compares the list with what is there.
   */
  static final Set<String> NOT_BUILT_YET = Set.of();

  /** Where a class stands: the smaller numbers may be known by the larger ones. */
  record Place(int module, int room) {}

  /** The house as it ships. */
  static House real() {
    return new House("org.stipple");
  }

  /** A ruin: at least one class breaks each law. */
  static House bad() {
    return new House("org.stipple.sim.house.bad");
  }

  /** All production classes below the root. */
  JavaClasses production() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(root);
  }

  /** All classes below the root, wherever they come from. */
  JavaClasses everything() {
    return new ClassFileImporter().importPackages(root);
  }

  /** Module to its rooms, both in their order. */
  static Map<String, List<String>> order() {
    Map<String, List<String>> order = new LinkedHashMap<>();
    order.put("telemetry", TELEMETRY);
    order.put("controller", Stream.concat(HOT.stream(), COLD.stream()).toList());
    order.put("sim", SIM);
    return order;
  }

  /** The place of a class; empty for classes of others, and for a room that is not in the list. */
  Optional<Place> placeOf(JavaClass type) {
    String[] steps = stepsOf(type);
    List<String> rooms = steps.length < 2 ? null : order().get(steps[0]);
    if (rooms == null || !rooms.contains(steps[1])) {
      return Optional.empty();
    }
    int module = List.copyOf(order().keySet()).indexOf(steps[0]);
    return Optional.of(new Place(module, rooms.indexOf(steps[1])));
  }

  /** The rooms that have classes, each as {@code module.room}. */
  Set<String> roomsOf(JavaClasses classes) {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass type : classes) {
      String[] steps = stepsOf(type);
      rooms.add(steps.length < 2 ? type.getPackageName() : steps[0] + "." + steps[1]);
    }
    return rooms;
  }

  /** Package patterns of the hot rooms. */
  String[] hotPackages() {
    return packagesOf("controller", HOT);
  }

  /** Package patterns of rooms of a module. */
  String[] packagesOf(String module, List<String> rooms) {
    return rooms.stream().map(room -> packageOf(module, room)).toArray(String[]::new);
  }

  /** The package pattern of a room. */
  String packageOf(String module, String room) {
    return root + "." + module + "." + room + "..";
  }

  private String[] stepsOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(root + ".")
        ? name.substring(root.length() + 1).split("\\.", -1)
        : new String[0];
  }
}
