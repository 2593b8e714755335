package io.berth.cli.follow;

import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.cli.registry.Refused;
import io.berth.cli.registry.Registry;
import io.berth.cli.view.Changes;
import io.berth.cli.view.Ending;
import io.berth.cli.view.Picture;
import io.berth.cli.view.Progress;
import io.berth.cli.view.Style;
import io.berth.cli.view.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows rollouts to their ends, and from one that failed on to the one that puts the stable
 * revision back. Used once, by one thread.
 */
public final class Follow {
  private static final int MOST_CONTAINERS = 50;
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Registry registry;
  private final Screen screen;
  private final Style style;
  private final Clock clock;

  /** Those that have not ended, as last seen; null until then. */
  private final Map<String, Rollout> open = new LinkedHashMap<>();

  /** The rollout that failed, by the id of the one that puts the stable revision back. */
  private final Map<String, Rollout> causes = new HashMap<>();

  private boolean many;
  private Outcome outcome = Outcome.SUCCEEDED;
  private String trouble = "";

  /** Shows on this screen what this registry says. */
  public Follow(Registry registry, Screen screen, Style style, Clock clock) {
    this.registry = registry;
    this.screen = screen;
    this.style = style;
    this.clock = clock;
  }

  /** Returns when all of them are at rest, or the time is up. */
  public Outcome until(List<String> rollouts, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Watches watches = new Watches(registry)) {
      many = rollouts.size() > 1;
      rollouts.forEach(id -> start(watches, id));
      while (!open.isEmpty()) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative()) {
          return timedOut(timeout);
        }
        Watches.Seen seen = watches.next(screen.live() && left.compareTo(TICK) > 0 ? TICK : left);
        if (seen != null) {
          take(watches, seen);
        }
        screen.draw(picture());
      }
      return outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.TIMED_OUT;
    }
  }

  private void start(Watches watches, String id) {
    if (!open.containsKey(id)) {
      open.put(id, null);
      watches.add(id);
    }
  }

  private void take(Watches watches, Watches.Seen seen) {
    if (seen.trouble() != null) {
      if (seen.last()) {
        gone(seen);
      } else {
        away(seen.trouble().getMessage());
      }
      return;
    }
    trouble = "";
    Rollout rollout = seen.rollout();
    Rollout before = open.put(seen.id(), rollout);
    boolean good = rollout.state() == RolloutState.SUCCEEDED;
    boolean old = many && before == null && good;
    if (!screen.live() && !old) {
      screen.print(Changes.lines(before, rollout, clock.instant()));
    }
    if (seen.last()) {
      open.remove(seen.id());
      end(watches, rollout, screen.live() && !(many && good));
    }
  }

  private void end(Watches watches, Rollout rollout, boolean whole) {
    outcome = outcome.and(Outcome.of(rollout.state()));
    List<String> lines = new ArrayList<>();
    if (whole) {
      lines.add("");
      lines.addAll(Progress.lines(rollout, clock.instant(), MOST_CONTAINERS, style));
      lines.add("");
    }
    lines.add(Ending.sentence(rollout, style));
    boolean rollsBack = rollout.state() == RolloutState.FAILED && rollout.supersededBy() > 0;
    if (rollsBack) {
      Ending.puttingBack(rollout).ifPresent(lines::add);
      String next = rollout.namespace() + "." + rollout.service() + "." + rollout.supersededBy();
      causes.put(next, rollout);
      start(watches, next);
    }
    screen.print(lines);
    Rollout cause = causes.remove(rollout.id());
    if (cause != null && rollout.state() == RolloutState.SUCCEEDED) {
      screen.print(List.of(Ending.putBack(cause, style)));
      screen.print(evidence(cause));
    } else if (cause != null) {
      explain(cause);
      explain(rollout);
    } else if (!rollsBack && Outcome.of(rollout.state()) == Outcome.FAILED) {
      screen.print(evidence(rollout));
    }
  }

  /** Says of which one it speaks, as there are two. */
  private void explain(Rollout failed) {
    List<String> evidence = evidence(failed);
    if (!evidence.isEmpty()) {
      screen.print(List.of(Ending.why(failed)));
      screen.print(evidence);
    }
  }

  private List<String> evidence(Rollout failed) {
    return failed.state() == RolloutState.SUPERSEDED
        ? List.of()
        : Ending.evidence(failed, new Records(registry).soon(failed), style);
  }

  /** One that was never there has nothing to wait for: old rollouts are not kept for ever. */
  private void gone(Watches.Seen seen) {
    if (!(seen.trouble() instanceof Refused no) || !no.notFound()) {
      throw seen.trouble();
    }
    if (open.remove(seen.id()) != null) {
      outcome = outcome.and(Outcome.FAILED);
      screen.print(List.of(style.bad("✗") + " " + seen.id() + " is no longer there"));
    }
  }

  private void away(String why) {
    if (!why.equals(trouble) && !screen.live()) {
      screen.print(List.of(Text.line(why) + "; still trying"));
    }
    trouble = why;
  }

  private Outcome timedOut(Duration timeout) {
    open.values().removeIf(rollout -> rollout != null && rollout.ended());
    if (open.isEmpty()) {
      return outcome;
    }
    screen.draw(picture());
    screen.stay();
    screen.print(open.keySet().stream().map(id -> Ending.tooLate(id, timeout, style)).toList());
    return Outcome.TIMED_OUT;
  }

  private List<String> picture() {
    return screen.live()
        ? Picture.lines(open, trouble, clock.instant(), screen.room(), style)
        : List.of();
  }
}
