package io.berth.cli.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aPictureIsDrawnOverTheLastOne() {
    Screen screen = screen(true, 24);
    screen.draw(List.of("a", "b"));
    out.reset();

    screen.draw(List.of("c"));

    assertThat(out.toString(UTF_8)).isEqualTo("\u001b[?7l\r\u001b[2Ac\u001b[K\n\u001b[J\u001b[?7h");
  }

  @Test
  void linesThatStayTakeThePlaceOfThePicture() {
    Screen screen = screen(true, 24);
    screen.draw(List.of("a", "b"));
    out.reset();

    screen.print(List.of("done"));

    assertThat(out.toString(UTF_8)).isEqualTo("\r\u001b[2A\u001b[Jdone\n");
  }

  @Test
  void aPictureIsNeverHigherThanTheTerminal() {
    screen(true, 12).draw(Collections.nCopies(50, "x"));

    assertThat(out.toString(UTF_8).lines().filter(line -> line.contains("x"))).hasSize(10);
  }

  @Test
  void withoutATerminalThereAreOnlyLinesThatStay() {
    Screen screen = screen(false, 0);
    screen.draw(List.of("a"));
    screen.print(List.of("done"));

    assertThat(out.toString(UTF_8)).isEqualTo("done\n");
  }

  private Screen screen(boolean live, int rows) {
    return new Screen(new PrintStream(out, true, UTF_8), live, () -> rows);
  }
}
