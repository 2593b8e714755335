package io.berth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "4096,4096",
    "64k,65536",
    "512M,536870912",
    "2G,2147483648",
    "1mb,1048576",
    "0,0",
    "1024T,1125899906842624"
  })
  void unitsArePowersOf1024(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1M", "1.5G", "1025T", "999999999999999T", "lots", "5P"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "512M,512M", "1024M,1G", "1000,1000", "1536k,1536K"})
  void theLargestUnitThatLosesNothingIsWritten(String read, String written) {
    assertThat(Sizes.format(Sizes.parse(read))).isEqualTo(written);
  }
}
