package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void aReleaseSharesAClusterWithItselfAndTheOnesBesideItOnly() {
    assertThat(Wire.together(4, 4)).isTrue();
    assertThat(Wire.together(4, 3)).isTrue();
    assertThat(Wire.together(4, 5)).isTrue();
    assertThat(Wire.together(4, 6)).isFalse();
  }
}
