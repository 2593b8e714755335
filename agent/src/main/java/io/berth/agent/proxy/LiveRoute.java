package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** A published port's route as it is now. Thread-safe. */
final class LiveRoute {
  private static final int MOST_HELD = 10_000;

  private final Set<Runnable> held = ConcurrentHashMap.newKeySet();
  private volatile Course course;

  /** Where one table leads; each is like no other. */
  static final class Course {
    private final Route route;
    private final Choice choice;

    private Course(Route route, Function<Target, LiveTarget> live) {
      this.route = route;
      this.choice = Choice.of(route, live);
    }
  }

  LiveRoute(Route route, Function<Target, LiveTarget> live) {
    this.course = new Course(route, live);
  }

  Route route() {
    return course.route;
  }

  Course course() {
    return course;
  }

  /** It leads elsewhere from now on; who waited for that tries again. */
  void lead(Route now, Function<Target, LiveTarget> live) {
    course = new Course(now, live);
    for (Runnable again : List.copyOf(held)) {
      if (held.remove(again)) {
        again.run();
      }
    }
  }

  /**
   * Claims a target for an exchange.
   *
   * @param cookie what the client brought to come back to a target; empty for nothing
   * @param tried those that it tried before
   * @return null where none can be had
   */
  LiveTarget claim(Exchange exchange, String cookie, Collection<LiveTarget> tried) {
    LiveTarget drawn = draw(cookie, tried);
    while (drawn != null && !drawn.claim(exchange)) {
      drawn = draw(cookie, tried); // It was closed meanwhile.
    }
    return drawn;
  }

  private LiveTarget draw(String cookie, Collection<LiveTarget> tried) {
    return course.choice.draw(cookie, tried, ThreadLocalRandom.current());
  }

  /**
   * Has somebody wait for the next table, if one is about to bring a target.
   *
   * @param again called once, on any thread, unless it is forgotten before
   * @param seen the course that had no target for it; if it leads elsewhere by now there is nothing
   *     to wait for
   */
  boolean hold(Runnable again, Course seen) {
    if (course != seen) {
      again.run();
      return true;
    }
    if (!seen.route.hold() || held.size() >= MOST_HELD) {
      return false;
    }
    held.add(again);
    if (course != seen && held.remove(again)) {
      again.run(); // The next table came before it waited.
    }
    return true;
  }

  /** Whoever waited does not any more; says whether it still did. */
  boolean forget(Runnable again) {
    return held.remove(again);
  }
}
