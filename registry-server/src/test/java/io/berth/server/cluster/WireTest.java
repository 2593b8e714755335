package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void aReleaseSharesAClusterWithItselfAndTheOnesBesideItOnly() {
    assertThat(Wire.reads(Wire.NUMBER)).isTrue();
    assertThat(Wire.reads(Wire.NUMBER - 1)).isTrue();
    assertThat(Wire.reads(Wire.NUMBER + 1)).isTrue();
    assertThat(Wire.reads(Wire.NUMBER + 2)).isFalse();
  }
}
