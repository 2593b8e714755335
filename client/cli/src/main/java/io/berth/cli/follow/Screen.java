package io.berth.cli.follow;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Where progress is shown: lines that stay, and below them, on a terminal, a picture that is drawn
 * again in place. Each picture is one write, with wrapping switched off inside it: a wrapped line
 * would be counted as one and leave its rest behind.
 */
public final class Screen {
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final boolean live;
  private final IntSupplier rows;
  private int drawn;

  /**
   * Draws on this stream.
   *
   * @param live whether it is a terminal that can be drawn on
   * @param rows how many lines it has; not asked unless live
   */
  public Screen(PrintStream out, boolean live, IntSupplier rows) {
    this.out = out;
    this.live = live;
    this.rows = rows;
  }

  /** Whether pictures are drawn. */
  boolean live() {
    return live;
  }

  /** The most lines that a picture may have. */
  int room() {
    return Math.max(8, rows.getAsInt() - 2);
  }

  /** Adds lines that stay, in the place of the picture. */
  void print(List<String> lines) {
    StringBuilder text = new StringBuilder(home());
    if (drawn > 0) {
      text.append(CLEAR_BELOW);
    }
    lines.forEach(line -> text.append(line).append('\n'));
    drawn = 0;
    write(text);
  }

  /** Draws the picture over the last one; does nothing where there are none. */
  void draw(List<String> lines) {
    if (!live) {
      return;
    }
    List<String> shown = lines.subList(0, Math.min(lines.size(), room()));
    StringBuilder text = new StringBuilder(NO_WRAP).append(home());
    shown.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
    text.append(CLEAR_BELOW).append(WRAP);
    drawn = shown.size();
    write(text);
  }

  /** Leaves the picture where it is; what follows goes below it. */
  void stay() {
    drawn = 0;
  }

  private String home() {
    return drawn == 0 ? "" : "\r\u001b[" + drawn + "A";
  }

  private void write(StringBuilder text) {
    out.print(text);
    out.flush();
  }
}
