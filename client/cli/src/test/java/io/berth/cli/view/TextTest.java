package io.berth.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aContainersOutputCannotMoveTheCursor() {
    assertThat(Text.logged("\u001b[2J\u001b[31m  red\u001b[0m\u0007\r")).isEqualTo("  red");
    assertThat(Text.line("one\n  two\r\n\u001b[1Athree")).isEqualTo("one two three");
  }

  @Test
  void aDigestKeepsAsMuchAsPeopleCompare() {
    assertThat(Text.image("127.0.0.1:5000/web@sha256:" + "0123456789abcdef".repeat(4)))
        .isEqualTo("127.0.0.1:5000/web@sha256:0123456789ab");
  }

  @Test
  void widthCountsWhatIsSeen() {
    assertThat(Text.width("\u001b[32m✓ ok\u001b[0m")).isEqualTo(4);
  }
}
