package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a request goes to, of the targets of a route: a revision by its share, then a target of it,
 * on this host before others. Of two drawn at random the one with less under way is taken, which
 * keeps them even without looking at all (Mitzenmacher, The Power of Two Choices in Randomized Load
 * Balancing, 2001).
 */
final class Choice {
  private static final int ALL = 100;
  private static final Long OTHERS = 0L; // Revisions are numbered from 1.

  private final List<Group> groups;
  private final Map<String, LiveTarget> sticky;

  /** Targets among which nobody has told a difference. */
  private record Group(int weight, List<LiveTarget> local, List<LiveTarget> remote) {
    static Group of(int weight, List<LiveTarget> targets) {
      Map<Boolean, List<LiveTarget>> byPlace =
          targets.stream().collect(Collectors.partitioningBy(live -> live.target().local()));
      return new Group(weight, byPlace.get(true), byPlace.get(false));
    }

    boolean has(Predicate<LiveTarget> usable) {
      return local.stream().anyMatch(usable) || remote.stream().anyMatch(usable);
    }

    LiveTarget draw(Predicate<LiveTarget> usable, RandomGenerator random) {
      LiveTarget here = ofTwo(local, usable, random);
      return here == null ? ofTwo(remote, usable, random) : here;
    }

    private static LiveTarget ofTwo(
        List<LiveTarget> targets, Predicate<LiveTarget> usable, RandomGenerator random) {
      LiveTarget one = from(targets, usable, random);
      if (one == null || targets.size() == 1) {
        return one;
      }
      LiveTarget other = from(targets, usable, random);
      return other == null || one.underWay() <= other.underWay() ? one : other;
    }

    /** The first usable one from a place drawn at random on. */
    private static LiveTarget from(
        List<LiveTarget> targets, Predicate<LiveTarget> usable, RandomGenerator random) {
      int size = targets.size();
      int first = size > 1 ? random.nextInt(size) : 0;
      for (int i = 0; i < size; i++) {
        LiveTarget target = targets.get((first + i) % size);
        if (usable.test(target)) {
          return target;
        }
      }
      return null;
    }
  }

  private Choice(List<Group> groups, Map<String, LiveTarget> sticky) {
    this.groups = groups;
    this.sticky = sticky;
  }

  /** Among the targets of a route. */
  static Choice of(Route route, Function<Target, LiveTarget> live) {
    Map<Long, Integer> weights = new HashMap<>(route.weights());
    int named = weights.values().stream().mapToInt(Integer::intValue).sum();
    weights.put(OTHERS, Math.max(0, ALL - named));
    Map<Long, List<LiveTarget>> byShare =
        route.targets().stream()
            .collect(
                Collectors.groupingBy(
                    target -> weights.containsKey(target.revision()) ? target.revision() : OTHERS,
                    TreeMap::new,
                    Collectors.mapping(live, Collectors.toList())));
    List<Group> groups =
        byShare.entrySet().stream()
            .map(share -> Group.of(weights.get(share.getKey()), share.getValue()))
            .toList();
    return new Choice(groups, route.sticky() ? sticky(groups) : Map.of());
  }

  /** Those that have a share, by what clients bring to come back to them. */
  private static Map<String, LiveTarget> sticky(List<Group> groups) {
    return groups.stream()
        .filter(group -> group.weight() > 0)
        .flatMap(group -> Stream.concat(group.local().stream(), group.remote().stream()))
        .collect(
            Collectors.toUnmodifiableMap(
                live -> StickyCookie.value(live.target()), live -> live, (one, same) -> one));
  }

  /**
   * Draws one. One that failed a moment ago is taken only where there is no other.
   *
   * @param cookie what the client brought to come back to one; empty for nothing
   * @param tried those that are not to be drawn
   * @return null where there is none
   */
  LiveTarget draw(String cookie, Collection<LiveTarget> tried, RandomGenerator random) {
    Predicate<LiveTarget> fit =
        target -> target.isOpen() && !target.rests() && !tried.contains(target);
    LiveTarget known = cookie.isEmpty() ? null : sticky.get(cookie);
    if (known != null && fit.test(known)) {
      return known;
    }
    LiveTarget rested = drawUsable(fit, random);
    return rested == null
        ? drawUsable(target -> target.isOpen() && !tried.contains(target), random)
        : rested;
  }

  private LiveTarget drawUsable(Predicate<LiveTarget> usable, RandomGenerator random) {
    if (groups.size() == 1) {
      return groups.get(0).draw(usable, random);
    }
    List<Group> filled = groups.stream().filter(group -> group.has(usable)).toList();
    int total = filled.stream().mapToInt(Group::weight).sum();
    int mark = total == 0 ? 0 : random.nextInt(total);
    for (Group group : filled) {
      mark -= group.weight();
      if (mark < 0 || total == 0) {
        return group.draw(usable, random);
      }
    }
    return null;
  }
}
