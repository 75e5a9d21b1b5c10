package org.stipple.sim.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** Which room alone touches a part of the outside world. */
final class DoorLaws {

  /** What tells the time or waits for it, by type; a {@code Clock} handed in is free to all. */
  private static final Map<String, Set<String>> CLOCKS =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
          Map.entry("java.lang.Thread", Set.of("sleep")),
          Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
          Map.entry(
              "java.util.concurrent.locks.LockSupport", Set.of("park", "parkNanos", "parkUntil")));

  /** What makes a thread or a pool of them, by type. */
  private static final Map<String, Set<String>> THREADS =
      Map.of(
          "java.lang.Thread",
          Set.of("<init>", "ofPlatform", "ofVirtual", "startVirtualThread"),
          "java.util.Timer",
          Set.of("<init>"),
          "java.util.concurrent.ThreadPoolExecutor",
          Set.of("<init>"),
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          Set.of("<init>"),
          "java.util.concurrent.ForkJoinPool",
          Set.of("<init>", "commonPool"),
          "java.util.concurrent.CompletableFuture",
          Set.of("runAsync", "supplyAsync"));

  private DoorLaws() {}

  static ArchRule onlyHardwareReadsClocks(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.root() + ".controller..")
        .and()
        .resideOutsideOfPackage(house.packageOf("controller", "hardware"))
        .should()
        .accessTargetWhere(describe("a clock is read or waited for", DoorLaws::readsClock));
  }

  static ArchRule onlyHardwareAndAppMakeThreads(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.root() + ".controller..")
        .and()
        .resideOutsideOfPackages(
            house.packageOf("controller", "hardware"), house.packageOf("controller", "app"))
        .should()
        .accessTargetWhere(describe("a thread is made", DoorLaws::makesThread));
  }

  static ArchRule onlyHardwareNamesPortsAndPins(House house) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(house.packageOf("controller", "hardware"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fazecast..", "com.pi4j..");
  }

  static ArchRule onlyHardwareCallsNativeCode(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.root() + ".controller..")
        .and()
        .resideOutsideOfPackage(house.packageOf("controller", "hardware"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.foreign..");
  }

  static ArchRule onlyMqttNamesPaho(House house) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(house.packageOf("telemetry", "mqtt"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.paho..");
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    boolean nowOfTheWall =
        owner.startsWith("java.time.")
            && name.equals("now")
            && access.getTarget().getFullName().endsWith("now()");
    return nowOfTheWall || CLOCKS.getOrDefault(owner, Set.of()).contains(name);
  }

  private static boolean makesThread(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return owner.equals("java.util.concurrent.Executors")
        || THREADS.getOrDefault(owner, Set.of()).contains(access.getTarget().getName());
  }
}
