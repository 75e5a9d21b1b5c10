package org.stipple.sim.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.BiPredicate;
import org.stipple.sim.house.House.Place;

/** Who may know whom. */
final class OrderLaws {

  private OrderLaws() {}

  static ArchRule roomsFormNoCycles(House house) {
    return slices().matching(house.root() + ".(*).(*)..").should().beFreeOfCycles();
  }

  static ArchRule modulesInOrder(House house) {
    return classes()
        .that()
        .resideInAPackage(house.root() + "..")
        .should(
            notKnow(
                house, "a later module", (origin, target) -> target.module() > origin.module()));
  }

  static ArchRule roomsInOrder(House house) {
    return classes()
        .that()
        .resideInAPackage(house.root() + "..")
        .should(
            notKnow(
                house,
                "a room below their own",
                (origin, target) ->
                    target.module() == origin.module() && target.room() > origin.room()));
  }

  static ArchRule onlyBoardAndGpioAreMachines(House house) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            house.packageOf("controller", "board"), house.packageOf("controller", "gpio"))
        .and()
        .areNotInterfaces()
        .should()
        .beAssignableTo("org.stipple.controller.machine.Machine");
  }

  private static ArchCondition<JavaClass> notKnow(
      House house, String what, BiPredicate<Place, Place> forbidden) {
    return new ArchCondition<>("not know " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          house
              .placeOf(type)
              .flatMap(origin ->
                  house
                      .placeOf(dependency.getTargetClass())
                      .filter(target -> forbidden.test(origin, target)))
              .ifPresent(target ->
                  events.add(
                      SimpleConditionEvent.violated(dependency, dependency.getDescription())));
        }
      }
    };
  }
}
