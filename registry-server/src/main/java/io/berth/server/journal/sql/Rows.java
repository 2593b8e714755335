package io.berth.server.journal.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows to be added to a table.
 *
 * @param table its name
 * @param columns their names
 * @param values row by row, in the order of the columns: each column holds numbers ({@link Long})
 *     or texts alone, and only texts may be null
 */
record Rows(String table, List<String> columns, List<Object[]> values) {
  /** A statement that adds one of them. */
  String insert() {
    return into() + " VALUES (" + parameters() + ")";
  }

  /** A statement that adds all of them, given {@link #byColumn}. */
  String insertColumns() {
    return into() + " SELECT * FROM unnest(" + parameters() + ")";
  }

  /** The values, as an array for each column. */
  List<Object> byColumn(Dialect dialect) {
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      arrays.add(
          values.get(0)[column] instanceof Long
              ? values.stream().map(row -> row[column]).toArray(Long[]::new)
              : values.stream()
                  .map(row -> row[column] == null ? null : dialect.write((String) row[column]))
                  .toArray(String[]::new));
    }
    return arrays;
  }

  private String into() {
    return "INSERT INTO " + table + " (" + String.join(", ", columns) + ")";
  }

  private String parameters() {
    return String.join(", ", Collections.nCopies(columns.size(), "?"));
  }
}
