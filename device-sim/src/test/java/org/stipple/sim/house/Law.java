package org.stipple.sim.house;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * What every production class keeps to.
 *
 * @param name the law as a sentence
 * @param rule the law for a given house
 * @param offenders what the verdict over the bad house must name: the proof that the law looks at
 *     something and can fail
 */
record Law(String name, Function<House, ArchRule> rule, List<String> offenders) {

  Law {
    offenders = List.copyOf(offenders);
  }

  /** All laws. */
  static List<Law> all() {
    return List.of(
        new Law("rooms form no cycles", OrderLaws::roomsFormNoCycles, List.of("Cycle detected")),
        new Law(
            "modules know only earlier ones",
            OrderLaws::modulesInOrder,
            List.of("TelemetryThatKnowsTheMachine")),
        new Law(
            "rooms know only those above",
            OrderLaws::roomsInOrder,
            List.of("WireThatKnowsTheLoop")),
        new Law(
            "only board and gpio are machines",
            OrderLaws::onlyBoardAndGpioAreMachines,
            List.of("LoopThatIsAMachine")),
        new Law(
            "hot rooms know hot rooms and the jdk",
            HotLaws::knowHotRoomsAndTheJdk,
            List.of("HotLogger")),
        new Law(
            "hot rooms stay away from the slow jdk",
            HotLaws::stayAwayFromTheSlowJdk,
            List.of("HotStream")),
        new Law(
            "hot rooms have no synchronized method",
            HotLaws::noSynchronizedMethod,
            List.of("HotSynchronized")),
        new Law("hot rooms enter no monitor", HotLaws::enterNoMonitor, List.of("HotMonitor")),
        new Law(
            "hot rooms and plant use strict math", HotLaws::strictMath, List.of("PlantWithMath")),
        new Law(
            "only hardware reads clocks",
            DoorLaws::onlyHardwareReadsClocks,
            List.of(".ClockReader", ".WallClockReader")),
        new Law(
            "only hardware and app make threads",
            DoorLaws::onlyHardwareAndAppMakeThreads,
            List.of("ThreadMaker")),
        new Law(
            "only hardware names ports and pins",
            DoorLaws::onlyHardwareNamesPortsAndPins,
            List.of("PortUser")),
        new Law(
            "only hardware calls native code",
            DoorLaws::onlyHardwareCallsNativeCode,
            List.of("NativeCaller")),
        new Law("only mqtt names paho", DoorLaws::onlyMqttNamesPaho, List.of("PahoUser")),
        new Law("classes are final", HabitLaws::classesAreFinal, List.of("OpenClass")),
        new Law("no abstract classes", HabitLaws::noAbstractClasses, List.of("AbstractClass")),
        new Law("statics are final", HabitLaws::staticsAreFinal, List.of("MutableStatic")),
        new Law(
            "statics are not containers of state",
            HabitLaws::staticsAreNotContainersOfState,
            List.of("StaticRegistry")),
        new Law("names say what", HabitLaws::namesSayWhat, List.of("SoundManager")),
        new Law(
            "every package is null marked",
            HabitLaws::everyPackageIsNullMarked,
            List.of("UnsignedClass")));
  }

  /** The law as it reads for this house. */
  ArchRule of(House house) {
    return rule.apply(house).as(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
