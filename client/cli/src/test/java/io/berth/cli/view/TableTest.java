package io.berth.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAlignAndTheLastOneHasNoTrailingSpace() {
    Table table = new Table("SERVICE", "REVISION", "IMAGE").row("web", "12", "web:v2");
    table.row("database", "3", "db:v1");

    assertThat(table.lines())
        .containsExactly(
            "SERVICE    REVISION   IMAGE",
            "web        12         web:v2",
            "database   3          db:v1");
  }

  @Test
  void coloursTakeNoRoom() {
    Style style = new Style(true);
    Table table = new Table("A", "B").row(style.good("ok"), "1").row("long", "2");

    assertThat(table.lines().get(1)).isEqualTo("\u001b[32mok\u001b[0m     1");
    assertThat(table.lines().get(2)).isEqualTo("long   2");
  }

  @Test
  void anEmptyCellIsADash() {
    assertThat(new Table("A", "B").row("", "x").lines().get(1)).isEqualTo("-   x");
  }

  @Test
  void aTableWithoutRowsSaysSo() {
    assertThat(new Table("A").linesOr("no hosts")).containsExactly("no hosts");
  }
}
