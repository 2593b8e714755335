package io.berth.e2e.observe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of all that watchers saw, whatever the servers went through. */
public final class Judge {
  private Judge() {}

  /** Where a watcher was told an older revision than before, by whichever server. */
  public static List<String> goingBack(Collection<Sight> sights) {
    Map<String, Sight> last = new HashMap<>();
    List<String> found = new ArrayList<>();
    for (Sight sight : sights) {
      Sight before = last.put(sight.watcher(), sight);
      if (before != null && before.revision() > sight.revision()) {
        found.add("after " + before + " came " + sight);
      }
    }
    return found;
  }

  /** Where a revision was seen with two contents. */
  public static List<String> twoFaces(Collection<Sight> sights) {
    Map<String, Sight> first = new HashMap<>();
    List<String> found = new ArrayList<>();
    for (Sight sight : sights) {
      Sight before = first.putIfAbsent(sight.service() + " " + sight.revision(), sight);
      if (before != null && sight.revision() > 0 && !before.contents().equals(sight.contents())) {
        found.add(before + " and " + sight);
      }
    }
    return found;
  }

  /**
   * Where something was seen that nobody wrote.
   *
   * @param written service → all that was tried to be written or registered
   */
  public static List<String> phantoms(
      Collection<Sight> sights, Map<String, ? extends Collection<String>> written) {
    List<String> found = new ArrayList<>();
    for (Sight sight : sights) {
      Collection<String> known =
          written.containsKey(sight.service()) ? written.get(sight.service()) : Set.of();
      if (!known.containsAll(sight.contents())) {
        found.add(sight.toString());
      }
    }
    return found;
  }
}
