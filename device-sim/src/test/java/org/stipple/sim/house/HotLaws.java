package org.stipple.sim.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.Set;
import java.util.stream.Stream;

/** What the rooms inside the tick stay away from: all that waits, allocates or differs by run. */
final class HotLaws {

  /**
   * The functions whose result the Java language lets differ between machines and compilers. The
   * others of {@code Math} (min, floor, sqrt, fma ...) are exact everywhere.
   */
  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "random");

  /**
   * Classes of hot rooms that know a library: one reads a board's data dictionary, which is JSON,
   * while the machine is disarmed; the other records times in HdrHistogram, which neither waits nor
   * allocates there.
   */
  private static final Set<String> KNOW_A_LIBRARY =
      Set.of("controller.wire.DataDictionary", "controller.record.LoopTimes");

  private HotLaws() {}

  static ArchRule knowHotRoomsAndTheJdk(House house) {
    String[] allowed =
        Stream.concat(Stream.of(house.hotPackages()), Stream.of("java..", "org.jspecify.."))
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAnyPackage(house.hotPackages())
        .and(describe("know no library", type -> !knowsLibrary(house, type)))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  static ArchRule stayAwayFromTheSlowJdk(House house) {
    return noClasses()
        .that()
        .resideInAnyPackage(house.hotPackages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.stream..",
            "java.util.concurrent.locks..",
            "java.util.logging..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.time..",
            "java.lang.reflect..",
            "java.util.regex..");
  }

  static ArchRule noSynchronizedMethod(House house) {
    return noCodeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(house.hotPackages())
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED);
  }

  /** Looks into the code, since a synchronized block leaves no mark that ArchUnit shows. */
  static ArchRule enterNoMonitor(House house) {
    return noClasses()
        .that()
        .resideInAnyPackage(house.hotPackages())
        .should(
            new ArchCondition<>("enter a monitor") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean enters = entersMonitor(type);
                events.add(
                    new SimpleConditionEvent(
                        type,
                        enters,
                        type.getName() + (enters ? " enters" : " enters no") + " monitor"));
              }
            });
  }

  static ArchRule strictMath(House house) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(house.hotPackages()), Stream.of(house.packageOf("sim", "plant")))
                .toArray(String[]::new))
        .should()
        .accessTargetWhere(
            describe("Math's inexact functions are reached", HotLaws::reachesInexactMath));
  }

  private static boolean knowsLibrary(House house, JavaClass type) {
    return KNOW_A_LIBRARY.stream()
        .map(name -> house.root() + "." + name)
        .anyMatch(name -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
  }

  private static boolean reachesInexactMath(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(Math.class)
        && INEXACT.contains(access.getTarget().getName());
  }

  private static boolean entersMonitor(JavaClass type) {
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return ClassFile.of().parse(in.readAllBytes()).methods().stream()
          .map(MethodModel::code)
          .flatMap(code -> code.stream().flatMap(body -> body.elementStream()))
          .anyMatch(MonitorInstruction.class::isInstance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
