package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The way of something to a target: another is tried where one takes no connection, and all of them
 * in another round where none does, with twice the patience each time, of two seconds at most (as
 * RFC 6298, 5.5 has it for a segment): a target that was just started, or on which all that waited
 * for it come at once, may be slow to take one, and so is any on a host whose processors are all
 * taken. Where no target can be had it waits for the next table, if that is about to bring one. On
 * its event loop.
 *
 * @param <C> a connection to a target
 */
abstract class Passage<C> implements Exchange {
  private static final long HELD_MILLIS = 30_000;
  // A container of this host takes a connection at once, or it is gone and nothing says so; another
  // is tried after as long as RFC 8305 gives an address.
  private static final int HERE_MILLIS = 250;
  private static final int ELSEWHERE_MILLIS = 1_000;
  private static final int LONGEST_MILLIS = 2_000;
  private static final int LAST_ROUND = 4;

  private final Lane lane;
  private final LiveRoute route;
  private final Context context = Vertx.currentContext();
  private final List<LiveTarget> tried = new ArrayList<>(2);
  private LiveTarget target;
  private Runnable waiting;
  private boolean connecting;
  private int round;
  private long roundBegan;
  private long claimedAt;
  private boolean over;

  Passage(Lane lane, LiveRoute route) {
    this.lane = lane;
    this.route = route;
  }

  /** A target is claimed: asks it for a connection, and waits for it so long. */
  abstract Future<C> connect(Target to, int millis);

  /** The target has given a connection. */
  abstract void connected(C connection);

  /** A connection came too late. */
  abstract void abandon(C connection);

  /** It leads nowhere. */
  abstract void refuse(Refusal why);

  /** What the client brought to come back to a target; empty for nothing. */
  String cookie() {
    return "";
  }

  /** The target is to be left at once, whatever is under way. */
  abstract void cut();

  /** The target has died, under what was sent to it. */
  void lost() {
    cut();
  }

  final Lane lane() {
    return lane;
  }

  final LiveRoute route() {
    return route;
  }

  final LiveTarget target() {
    return target;
  }

  final boolean isOver() {
    return over;
  }

  /** Tries a target that was not tried before. */
  final void attempt() {
    if (over) {
      return;
    }
    waiting = null;
    LiveRoute.Course seen = route.course();
    target = route.claim(this, cookie(), tried);
    if (target != null) {
      claimedAt = System.nanoTime();
      if (tried.isEmpty()) {
        roundBegan = claimedAt;
      }
      connectTo(target);
    } else if (tried.isEmpty()) {
      await(seen);
    } else if (round < LAST_ROUND) {
      anotherRound();
    } else {
      refuse(Refusal.NONE_TAKES_CONNECTIONS);
    }
  }

  /** Not at once where all were quick to refuse: that may have passed in a moment. */
  private void anotherRound() {
    long lasted = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - roundBegan);
    long early = inThisRound(HERE_MILLIS) - lasted;
    round++;
    tried.clear();
    lane.after(Math.max(1, early), this::attempt);
  }

  private int inThisRound(int millisInTheFirst) {
    return Math.min(millisInTheFirst << round, LONGEST_MILLIS);
  }

  private void await(LiveRoute.Course seen) {
    Runnable again = () -> context.runOnContext(v -> attempt());
    waiting = again;
    if (!route.hold(again, seen)) {
      refuse(Refusal.NONE_IS_HEALTHY);
      return;
    }
    lane.after(
        HELD_MILLIS,
        () -> {
          if (route.forget(again)) {
            refuse(Refusal.NONE_CAME_IN_TIME);
          }
        });
  }

  private void connectTo(LiveTarget to) {
    connecting = true;
    connect(to.target(), inThisRound(to.target().local() ? HERE_MILLIS : ELSEWHERE_MILLIS))
        .onComplete(
            connection -> {
              if (isConnecting(to)) {
                connecting = false;
                connected(connection);
              } else {
                abandon(connection);
              }
            },
            failure -> {
              if (isConnecting(to)) {
                target.unreached();
                next();
              }
            });
  }

  private boolean isConnecting(LiveTarget to) {
    return connecting && !over && target == to;
  }

  /** What has no connection yet waits in vain for one, if the target is no longer there. */
  @Override
  public final void left(LiveTarget from) {
    context.runOnContext(
        v -> {
          if (isConnecting(from)) {
            connecting = false;
            target.release(this);
            attempt();
          }
        });
  }

  /** The target answered with this status, or took a connection: 0. */
  final void reached(int status) {
    target.answered(status, System.nanoTime() - claimedAt);
  }

  /** Leaves this target to the others, and tries another. */
  final void next() {
    connecting = false;
    tried.add(target);
    again();
  }

  /**
   * Tries once more: another target, as this one rests now, or this one where there is no other.
   */
  final void again() {
    target.release(this);
    attempt();
  }

  /** It is over, one way or another; says whether it was not before. */
  final boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    if (waiting != null) {
      route.forget(waiting);
    }
    if (target != null) {
      target.release(this);
    }
    return true;
  }

  @Override
  public final void lost(LiveTarget from) {
    context.runOnContext(
        v -> {
          if (!over && target == from && !connecting) {
            lost();
          }
        });
  }

  @Override
  public final void cut(LiveTarget from) {
    context.runOnContext(
        v -> {
          if (!over && target == from) {
            lane.refusals().count(Refusal.CUT);
            cut();
          }
        });
  }
}
