package org.stipple.sim.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HouseTest {

  /** Raise it as the house grows: an import that finds too little would let every law pass. */
  private static final int CLASSES_AT_LEAST = 200;

  private static final JavaClasses PRODUCTION = House.real().production();
  private static final JavaClasses RUIN = House.bad().everything();

  @ParameterizedTest
  @MethodSource("org.stipple.sim.house.Law#all")
  void everyProductionClassKeepsTheLaw(Law law) {
    law.of(House.real()).check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("org.stipple.sim.house.Law#all")
  void aClassThatBreaksTheLawIsNamedAndALawfulOneIsNot(Law law) {
    assertThatThrownBy(() -> law.of(House.bad()).check(RUIN))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(law.offenders().toArray(String[]::new))
        .hasMessageNotContaining("Lawful");
  }

  @Test
  void seesAllThreeModulesAndNoTest() {
    assertThat(PRODUCTION).hasSizeGreaterThanOrEqualTo(CLASSES_AT_LEAST);
    assertThat(House.real().roomsOf(PRODUCTION))
        .anyMatch(room -> room.startsWith("telemetry."))
        .anyMatch(room -> room.startsWith("controller."))
        .anyMatch(room -> room.startsWith("sim."))
        .doesNotContain("sim.house");
  }

  @Test
  void everyRoomHasItsPlaceInTheOrder() {
    Set<String> expected = new TreeSet<>();
    House.order()
        .forEach((module, rooms) -> rooms.forEach(room -> expected.add(module + "." + room)));
    assertThat(expected).as("every room has its place").containsAll(House.NOT_BUILT_YET);
    expected.removeAll(House.NOT_BUILT_YET);
    Set<String> present = House.real().roomsOf(PRODUCTION);

    assertThat(present)
        .as("rooms that have classes: give them a place, or strike them out of NOT_BUILT_YET")
        .isSubsetOf(expected);
    assertThat(expected)
        .as("rooms without a class: they belong in NOT_BUILT_YET")
        .isSubsetOf(present);
  }

  @Test
  void aLawThatMatchesNothingFails() {
    assertThatThrownBy(() ->
            ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("org.stipple.nowhere..")
                .should()
                .bePublic()
                .check(PRODUCTION))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed to check any classes");
  }
}
