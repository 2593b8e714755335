package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A part of a list.
 *
 * @param items the part, in the order that the operation states
 * @param next pass it as {@code cursor} for the part that follows; absent on the last part
 */
public record Page<T>(List<T> items, @JsonInclude(JsonInclude.Include.NON_NULL) String next) {
  /** Never null. */
  public Page {
    items = items == null ? List.of() : List.copyOf(items);
  }
}
