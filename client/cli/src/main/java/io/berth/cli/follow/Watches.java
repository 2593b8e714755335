package io.berth.cli.follow;

import io.berth.api.Rollout;
import io.berth.api.RolloutState;
import io.berth.api.StepState;
import io.berth.cli.registry.Answer;
import io.berth.cli.registry.Call;
import io.berth.cli.registry.Refused;
import io.berth.cli.registry.Registry;
import io.berth.cli.registry.Unreachable;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rollouts being watched, by a few threads of their own; what they see is taken by one other
 * thread. While there are more rollouts than threads, each is looked at in turn, for a second.
 */
final class Watches implements AutoCloseable {
  private static final int THREADS = 8;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** How long the last step of a rollout that succeeded is waited for: it decides nothing. */
  private static final Duration TIDY = Duration.ofSeconds(10);

  /** How long a server may be behind another: each reads the journal at least once a second. */
  private static final Duration BEHIND = Duration.ofSeconds(3);

  private static final long SPACING_MILLIS = 100;
  private static final long AWAY_MILLIS = 1000;

  /**
   * What one look brought.
   *
   * @param id of the rollout
   * @param rollout null when it could not be had
   * @param trouble why; null otherwise
   * @param last whether the rollout is not looked at again
   */
  record Seen(String id, Rollout rollout, RuntimeException trouble, boolean last) {}

  private final Registry registry;
  private final ScheduledThreadPoolExecutor threads;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  Watches(Registry registry) {
    this.registry = registry;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            run -> {
              Thread thread = new Thread(run, "watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts to watch one more. */
  void add(String id) {
    open.incrementAndGet();
    threads.execute(new Watch(id));
  }

  /** What was seen next, or null when that takes longer. */
  Seen next(Duration wait) throws InterruptedException {
    return seen.poll(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Whether it stands still: ended, or paused until somebody does something. */
  static boolean atRest(Rollout rollout) {
    return rollout.ended() || rollout.state() == RolloutState.PAUSED;
  }

  private static boolean tidiesUp(Rollout rollout) {
    return rollout.state() == RolloutState.SUCCEEDED
        && rollout.steps().stream().anyMatch(step -> step.state() == StepState.RUNNING);
  }

  /** One rollout, looked at by one thread at a time. */
  private final class Watch implements Runnable {
    private final String id;
    private Answer held;
    private Rollout shown;
    private long doubtedSince;
    private boolean doubted;
    private Rollout tidying;
    private long patience;

    Watch(String id) {
      this.id = id;
    }

    @Override
    public void run() {
      try {
        Answer answer = registry.watch(Call.get("v1", "rollouts", id), held, patiently());
        if (!answer.unchanged()) {
          take(answer);
        } else if (tidying != null && System.nanoTime() > patience) {
          finish(new Seen(id, tidying, null, true));
        } else {
          again(SPACING_MILLIS);
        }
      } catch (RuntimeException e) {
        boolean away = e instanceof Unreachable || (e instanceof Refused no && no.temporary());
        if (away) {
          seen.add(new Seen(id, null, e, false));
          again(AWAY_MILLIS);
        } else if (e instanceof Refused no && no.notFound() && registry.several() && doubts()) {
          again(AWAY_MILLIS);
        } else {
          finish(new Seen(id, null, e, true));
        }
      }
    }

    /**
     * A server that is asked in the place of another may be behind it, and not know the rollout yet
     * or know it as it was before: what was shown must not be taken back for that.
     */
    private void take(Answer answer) {
      Rollout rollout = answer.as(Rollout.class);
      boolean other = held != null && !held.server().equals(answer.server());
      if (other && isOlder(rollout) && doubts()) {
        again(AWAY_MILLIS);
        return;
      }
      doubted = false;
      held = answer;
      shown = rollout;
      take(rollout);
    }

    /** The clocks of two servers differ, so this is a hint and no proof. */
    private boolean isOlder(Rollout rollout) {
      return rollout.updatedAt() != null
          && shown.updatedAt() != null
          && rollout.updatedAt().isBefore(shown.updatedAt());
    }

    private boolean doubts() {
      if (!doubted) {
        doubted = true;
        doubtedSince = System.nanoTime();
      }
      return System.nanoTime() - doubtedSince < BEHIND.toNanos();
    }

    private void take(Rollout rollout) {
      if (tidying == null) {
        patience = System.nanoTime() + TIDY.toNanos();
      }
      tidying = tidiesUp(rollout) ? rollout : null;
      boolean enough = tidying == null || System.nanoTime() > patience;
      if (atRest(rollout) && enough) {
        finish(new Seen(id, rollout, null, true));
      } else {
        seen.add(new Seen(id, rollout, null, false));
        again(SPACING_MILLIS);
      }
    }

    private Duration patiently() {
      return tidying != null || open.get() > THREADS ? SHORT : LONG;
    }

    private void finish(Seen last) {
      open.decrementAndGet();
      seen.add(last);
    }

    private void again(long millis) {
      if (!threads.isShutdown()) {
        var unused = threads.schedule(this, millis, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
