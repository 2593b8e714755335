package io.berth.cli.document;

import static io.berth.cli.fixture.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingChangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "limit=5|5",
        "on=true|true",
        "list=[1,2]|[1,2]",
        "name=blue green|\"blue green\"",
        "number=5 of 6|\"5 of 6\"",
        "text=\"5\"|\"5\"",
        "url=http://a/?b=c|\"http://a/?b=c\"",
        "empty=|\"\"",
        "none=null|null"
      })
  void aValueIsJsonWhereItReadsAsSuchElseText(String typed, String value) {
    assertThat(SettingChange.parse(typed).value()).isEqualTo(json(value));
  }

  @Test
  void aMinusRemovesAndTheRestStays() {
    ObjectNode settings = (ObjectNode) json("{\"a\":1,\"b.c\":2}");
    SettingChange.parse("a-").on(settings);
    SettingChange.parse("d-=x").on(settings);

    assertThat(settings).isEqualTo(json("{\"b.c\":2,\"d-\":\"x\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=5", "-", "key"})
  void anythingElseIsRefused(String typed) {
    assertThatThrownBy(() -> SettingChange.parse(typed))
        .isInstanceOf(Mistake.class)
        .hasMessageContaining("must be KEY=VALUE");
  }
}
