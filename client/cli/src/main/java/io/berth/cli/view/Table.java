package io.berth.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, aligned by spaces; cells may hold colours. */
public final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /** With these columns. */
  public Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row; a cell that is empty shows as a dash. */
  public Table row(String... cells) {
    rows.add(List.of(cells).stream().map(cell -> cell.isEmpty() ? "-" : cell).toList());
    return this;
  }

  /** Whether there is no row but the header. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** One line a row, the header first. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Text.width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  /** As {@link #lines}, or this sentence where there is no row. */
  public List<String> linesOr(String nothing) {
    return isEmpty() ? List.of(nothing) : lines();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - Text.width(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }
}
