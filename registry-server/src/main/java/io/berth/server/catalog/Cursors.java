package io.berth.server.catalog;

import io.berth.api.Page;
import java.util.List;
import java.util.function.Function;

/** Pages of lists. A cursor is opaque to clients: it names the last item of the page before. */
public final class Cursors {
  private Cursors() {}

  /** A cursor that is a number; without one, larger than all. */
  public static long number(String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new InvalidRequest("cursor", "must be the \"next\" of an earlier answer");
    }
  }

  /**
   * The page of items of which one more than the limit was asked for.
   *
   * @param name what names an item in a cursor
   * @param view what clients see of an item
   */
  public static <E, T> Page<T> page(
      List<E> items, int limit, Function<E, String> name, Function<E, T> view) {
    boolean more = items.size() > limit;
    List<E> page = more ? items.subList(0, limit) : items;
    return new Page<>(
        page.stream().map(view).toList(), more ? name.apply(page.get(limit - 1)) : null);
  }
}
