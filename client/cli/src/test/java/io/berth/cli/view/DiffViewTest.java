package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Diff;
import io.berth.api.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffViewTest {
  private static final List<Difference> DIFFERENCES =
      List.of(
          new Difference("image", json("\"web:v1\""), json("\"web:v2\"")),
          new Difference("settings.x", null, json("true")),
          new Difference("environment.MODE", json("\"prod\""), null));

  @Test
  void whatChangedCameAndWentIsMarked() {
    assertThat(DiffView.lines(new Diff("default", "web", 3, 4, DIFFERENCES), Style.PLAIN))
        .containsExactly(
            "web  revision 3 → 4",
            "  ~ image: \"web:v1\" → \"web:v2\"",
            "  + settings.x: true",
            "  - environment.MODE: \"prod\"");
  }

  @Test
  void onATerminalItIsColoured() {
    assertThat(DiffView.lines(new Diff("default", "web", 3, 4, DIFFERENCES), new Style(true)))
        .contains("  \u001b[32m+ settings.x: true\u001b[0m");
  }

  @Test
  void aDryRunShowsEveryServiceAndSaysThatNothingWasWritten() {
    Applied applied =
        new Applied(
            "default",
            true,
            List.of(
                new Applied.Change("web", ChangeKind.UPDATED, 4, null, DIFFERENCES, List.of()),
                new Applied.Change("db", ChangeKind.UNCHANGED, 2, null, List.of(), List.of())));

    assertThat(DiffView.lines(applied, Style.PLAIN))
        .containsExactly(
            "web   updated     revision 3 → 4",
            "  ~ image: \"web:v1\" → \"web:v2\"",
            "  + settings.x: true",
            "  - environment.MODE: \"prod\"",
            "db    unchanged   revision 2",
            "dry run: nothing was written");
  }
}
