package org.stipple.controller.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {

  @ParameterizedTest
  @CsvSource({
    "atmega2560, true",
    "at90usb1286, true",
    "lgt8f328p, true",
    "atsamd51p20, false",
    "rp2040, false",
    "stm32f103xe, false",
    "linux, false"
  })
  void tellsAnAvrFromAnArmWhoseNameBeginsAlike(String mcu, boolean avr) {
    assertThat(Configuration.isAvr(mcu)).isEqualTo(avr);
  }
}
