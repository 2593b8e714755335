package io.berth.server.watch;

import io.berth.server.catalog.NotFound;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * One pending request. All of it happens on its {@link Loop}, but for {@link #nudged}.
 *
 * <p>It compares at once when it is nudged, but at most {@link #LOOKS} times in a {@link #WHILE},
 * however fast the nudges come: then once more when that is over, for all that came in the
 * meantime.
 */
public final class Watch {
  // A write of a service is told of several times: its revision, and each step of its rollout.
  private static final int LOOKS = 4;
  private static final Duration WHILE = Duration.ofMillis(20);

  private final Topic topic;
  private final Supplier<State> read;
  private final Held held;
  private final Answer answer;
  private final Loop loop;
  private final Nudges nudges;
  private final LongPredicate upToDate;
  private final Consumer<Watch> ended;

  // One object, as it is also taken off the topic by it.
  private final Runnable listener = this::nudged;
  private final long began = System.nanoTime();
  private final AtomicBoolean nudged = new AtomicBoolean();
  private Loop.Timer timeUp;
  // In the while that goes on; 0 when none does.
  private int looks;
  private boolean done;

  /** How a watch ends; exactly one of these is called, once, unless it is cancelled. */
  public interface Answer {
    /** It differs from what is held. */
    void changed(State state);

    /** It is still as held, under this ETag. */
    void same(String etag);

    /** It cannot be read: it is gone, or the server cannot tell. */
    void failed(RuntimeException why);
  }

  Watch(
      Topic topic,
      Supplier<State> read,
      Held held,
      Answer answer,
      Loop loop,
      Nudges nudges,
      LongPredicate upToDate,
      Consumer<Watch> ended) {
    this.topic = topic;
    this.read = read;
    this.held = held;
    this.answer = answer;
    this.loop = loop;
    this.nudges = nudges;
    this.upToDate = upToDate;
    this.ended = ended;
  }

  /** Registers, and only then compares: a change in between is seen by the one or the other. */
  void begin(Duration wait) {
    nudges.add(topic, listener);
    timeUp = loop.after(wait, this::end);
    compare(false);
  }

  /** Ends it without an answer: the asker has gone. On the loop. */
  public void cancel() {
    if (!done) {
      done = true;
      nudges.remove(topic, listener);
      timeUp.cancel();
      ended.accept(this);
    }
  }

  /** Answers now, on the loop, as if the time were up; from any thread. */
  void finish() {
    loop.run(this::end);
  }

  private void nudged() {
    if (!nudged.getAndSet(true)) {
      loop.run(this::wake);
    }
  }

  private void wake() {
    if (done || looks == LOOKS) {
      return;
    }
    nudged.set(false); // Before the comparison: what changes during it nudges again.
    compare(false);
    if (!done && looks++ == 0) {
      loop.after(WHILE, this::whileOver);
    }
  }

  private void whileOver() {
    looks = 0;
    if (nudged.get()) {
      wake();
    }
  }

  private void end() {
    compare(true);
  }

  private void compare(boolean last) {
    if (done) {
      return;
    }
    State state;
    try {
      state = read.get();
    } catch (RuntimeException e) {
      missing(e, last);
      return;
    }
    if (held.wants(state)) {
      cancel();
      answer.changed(state);
    } else if (last) {
      cancel();
      // An older state has had the whole wait to catch up; who knows that he is not behind says so.
      if (!held.has(state) && upToDate.test(began)) {
        answer.changed(state);
      } else {
        answer.same(held.has(state) ? state.etag() : held.newestEtag());
      }
    }
  }

  /** What the watcher holds of it may be newer than what is known here, as with an older state. */
  private void missing(RuntimeException why, boolean last) {
    boolean behind = why instanceof NotFound gone && gone.revision() < held.newest();
    if (behind && !last) {
      return;
    }
    cancel();
    if (behind && !upToDate.test(began)) {
      answer.same(held.newestEtag());
    } else {
      answer.failed(why);
    }
  }
}
