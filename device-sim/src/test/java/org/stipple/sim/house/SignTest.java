package org.stipple.sim.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package has a sign, and the sign answers what a visitor asks. */
final class SignTest {

  private static final List<String> ANSWERS = List.of("threading", "not belong here");

  @Test
  void everyPackageSignTellsThreadingAndWhatDoesNotBelongThere() throws IOException {
    List<String> wanting = new ArrayList<>();
    int signs = 0;
    for (String module : List.of("telemetry", "controller", "device-sim")) {
      for (Path folder : packagesOf(Path.of("..", module, "src", "main", "java"))) {
        Path sign = folder.resolve("package-info.java");
        signs++;
        if (!Files.exists(sign)) {
          wanting.add(folder + " has no package-info.java");
          continue;
        }
        String text = Files.readString(sign).toLowerCase(Locale.ROOT).replaceAll("[\\s*]+", " ");
        ANSWERS.stream()
            .filter(answer -> !text.contains(answer))
            .forEach(answer -> wanting.add(sign + " says nothing about: " + answer));
      }
    }
    assertThat(wanting).isEmpty();
    assertThat(signs).isGreaterThan(3);
  }

  private static List<Path> packagesOf(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .toList();
    }
  }
}
