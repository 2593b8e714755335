package io.berth.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogAssemblyTest {
  private static final String TIME = "2026-01-02T03:04:05.123456789Z";

  private record Line(Instant time, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private final LogAssembly assembly =
      new LogAssembly((time, text) -> lines.add(new Line(time, text)));

  @Test
  void theTimeIsTakenOffALine() {
    add(TIME + " hello, world\n");

    assertThat(lines).containsExactly(new Line(Instant.parse(TIME), "hello, world"));
  }

  @Test
  void linesAreTheSameInWhateverPiecesTheyCome() {
    String whole = TIME + " erster Ärger\n" + TIME + " \n" + TIME + " a\r\n" + TIME + "  in\n";
    for (byte one : whole.getBytes(StandardCharsets.UTF_8)) {
      assembly.add(new byte[] {one});
    }

    assertThat(texts()).containsExactly("erster Ärger", "", "a", " in");
  }

  @Test
  void aLineThatIsTooLongIsCutAndSaysSoAndTheNextIsWhole() {
    String piece = "é".repeat(8 * 1024);
    add(TIME + " " + piece);
    add(TIME + " the engine's next piece of the same line");
    add("\n" + TIME + " next\n");

    assertThat(texts()).containsExactly(piece + "…", "next");
  }

  @Test
  void halfACharacterIsNotShownWhereALineIsCut() {
    add(TIME + " x" + "é".repeat(8 * 1024) + "\n");

    assertThat(texts()).containsExactly("x" + "é".repeat(8 * 1024 - 1) + "…");
  }

  @Test
  void whatIsLeftAtTheEndIsALine() {
    add(TIME + " no newline");
    assertThat(lines).isEmpty();

    assembly.end();

    assertThat(texts()).containsExactly("no newline");
  }

  @Test
  void bytesWithoutATimeAreNotTheEnginesFrames() {
    assertThatThrownBy(() -> add("not a time\n")).hasMessageContaining("without its time: not");
  }

  private void add(String text) {
    assembly.add(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> texts() {
    return lines.stream().map(Line::text).toList();
  }
}
