package io.berth.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.LogLine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogViewTest {
  private final LogView view = new LogView("web", new Style(true));

  @Test
  void anInstanceHasItsOwnColourAndKeepsIt() {
    String first = view.line(line("web-0-r1-aaaaaa", LogLine.STDOUT));

    assertThat(first).matches("\u001b\\[\\d\\dmweb-0@h1 r1\u001b\\[0m \\| text");
    assertThat(view.line(line("web-0-r1-aaaaaa", LogLine.STDOUT))).isEqualTo(first);
    assertThat(view.line(line("web-0-r1-aaaaab", LogLine.STDOUT))).isNotEqualTo(first);
  }

  @Test
  void whatGoesToStandardErrorIsToldApart() {
    assertThat(view.line(line("web-0-r1-aaaaaa", LogLine.STDERR)))
        .endsWith(" \u001b[31m|\u001b[0m text");
  }

  private static LogLine line(String instance, String stream) {
    return new LogLine("h1", instance, 0, 1, Instant.EPOCH, stream, "text");
  }
}
