package io.berth.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {
  @Test
  void aListNamesServersWithOrWithoutAScheme() {
    assertThat(Servers.parse("10.0.0.1:7400, https://two.example/,"))
        .containsExactly(URI.create("http://10.0.0.1:7400"), URI.create("https://two.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "ftp://a", "http://", "http://a b", "a:b:c"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> Servers.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
