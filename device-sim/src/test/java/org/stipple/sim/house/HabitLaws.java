package org.stipple.sim.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Habits of every class, wherever it lives. */
final class HabitLaws {

  private static final List<String> EMPTY_WORDS =
      List.of("Manager", "Service", "Helper", "Util", "Utils", "Data", "Info", "Impl");

  private HabitLaws() {}

  static ArchRule classesAreFinal(House house) {
    return classes()
        .that()
        .resideInAPackage(house.root() + "..")
        .and()
        .areTopLevelClasses()
        .and(
            describe(
                "are plain or abstract classes",
                type -> !type.isInterface() && !type.isEnum() && !type.isRecord()))
        .and(describe("are not sealed", type -> !type.reflect().isSealed()))
        .should()
        .haveModifier(JavaModifier.FINAL);
  }

  static ArchRule noAbstractClasses(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.root() + "..")
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.ABSTRACT);
  }

  static ArchRule staticsAreFinal(House house) {
    return fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(house.root() + "..")
        .and()
        .areStatic()
        .should()
        .beFinal();
  }

  /**
   * A static map or atomic is a mutable static in disguise; {@code List.of} and the like are not.
   */
  static ArchRule staticsAreNotContainersOfState(House house) {
    return noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(house.root() + "..")
        .and()
        .areStatic()
        .should()
        .haveRawType(
            describe(
                "that is made to be changed",
                type ->
                    type.isAssignableTo(AbstractCollection.class)
                        || type.isAssignableTo(AbstractMap.class)
                        || type.isAssignableTo(ThreadLocal.class)
                        || type.getPackageName().equals("java.util.concurrent.atomic")));
  }

  static ArchRule namesSayWhat(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.root() + "..")
        .should(
            new ArchCondition<>("end in a word that says nothing") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean empty = EMPTY_WORDS.stream().anyMatch(type.getSimpleName()::endsWith);
                events.add(new SimpleConditionEvent(type, empty, type.getName()));
              }
            });
  }

  static ArchRule everyPackageIsNullMarked(House house) {
    return classes()
        .that()
        .resideInAPackage(house.root() + "..")
        .should(
            new ArchCondition<>("live in a package whose sign says @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked =
                    type.getPackage()
                        .tryGetPackageInfo()
                        .map(sign -> sign.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                events.add(
                    new SimpleConditionEvent(
                        type, marked, type.getName() + " lives in a package without"));
              }
            });
  }
}
