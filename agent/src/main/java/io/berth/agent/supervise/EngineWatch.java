package io.berth.agent.supervise;

import io.berth.agent.container.Container;
import io.berth.agent.container.Engine;
import io.berth.agent.container.Engine.Facts;
import io.berth.agent.container.EngineException;
import io.berth.agent.thread.Threads;
import io.berth.api.HostStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the engine: when something changed there, when it is asked to, and again and again while
 * the engine is away. At most one look is under way. A look that failed says nothing of containers.
 *
 * <p>A look asks about those containers that may have changed, and now and then about all. One that
 * a step is under way for is not asked about at all: it is busy whatever the answer, and an engine
 * that starts a container does not answer for it before it is started.
 *
 * <p>Confined to the reactor; the engine is asked on workers.
 */
final class EngineWatch {
  private static final Logger log = LoggerFactory.getLogger(EngineWatch.class);
  private static final Duration REFOLLOW = Duration.ofSeconds(1);
  private static final long FIRST_RETRY = 250;
  private static final long LAST_RETRY = 5000;

  private final Engine engine;
  private final Threads threads;
  private final Executor reactor;
  private final Set<String> changed = new HashSet<>();
  private HostStatus.Engine state = new HostStatus.Engine(false, "", "not asked yet", 0, 0);
  private Listener listener;
  private boolean looking;
  private boolean lookAgain;
  private boolean lookAtAll = true;
  private boolean following;
  private int begun;
  private int failures;

  /** Told of looks, on the reactor. */
  interface Listener {
    /** What is known of containers for which no step is under way. */
    Map<String, Container> settled();

    /** What was known before a step that is under way. */
    Map<String, Container> busy();

    /**
     * A look succeeded.
     *
     * @param look its number; it saw all that was done before it was begun
     * @param engineWasAway whether the looks before it failed
     */
    void seen(List<Container> containers, int look, boolean engineWasAway);
  }

  private record Answer(Facts facts, List<Container> containers) {}

  EngineWatch(Engine engine, Threads threads, Executor reactor) {
    this.engine = engine;
    this.threads = threads;
    this.reactor = reactor;
  }

  /** Looks for the first time. */
  void start(Listener told) {
    listener = told;
    look();
  }

  /** What is known of the engine. */
  HostStatus.Engine state() {
    return state;
  }

  /** Whether any look has ended yet, well or not. */
  boolean asked() {
    return failures > 0 || state.reachable();
  }

  /** The number of the next look that will be begun. */
  int nextLook() {
    return begun + 1;
  }

  /**
   * This container may have changed, or any if it has no name: looks now, or when the look that is
   * under way is over.
   */
  void look(String container) {
    changed.add(container);
    lookAtAll |= container.isEmpty();
    lookSoon();
  }

  /** Looks at all containers, unless the engine is away and will be asked again anyway. */
  void lookAtAll() {
    if (failures == 0) {
      lookAtAll = true;
      lookSoon();
    }
  }

  private void lookSoon() {
    if (looking) {
      lookAgain = true;
    } else if (failures == 0) {
      look();
    }
  }

  private void look() {
    looking = true;
    begun++;
    boolean knowsFacts = state.reachable();
    Map<String, Container> known = known();
    threads.execute(
        () -> {
          try {
            Facts facts = knowsFacts ? null : engine.facts();
            Answer answer = new Answer(facts, engine.containers(known));
            reactor.execute(() -> seen(answer));
          } catch (EngineException e) {
            reactor.execute(() -> failed(e.getMessage()));
          }
        });
  }

  private Map<String, Container> known() {
    Map<String, Container> known = new HashMap<>();
    if (!lookAtAll) {
      known.putAll(listener.settled());
      known.keySet().removeAll(changed);
    }
    known.putAll(listener.busy());
    lookAtAll = false;
    changed.clear();
    return known;
  }

  private void seen(Answer answer) {
    boolean wasAway = failures > 0;
    if (answer.facts() != null) {
      Facts facts = answer.facts();
      log.info("engine {} answers", facts.version());
      state = new HostStatus.Engine(true, facts.version(), "", facts.cpus(), facts.memory());
    }
    failures = 0;
    looking = false;
    listener.seen(answer.containers(), begun, wasAway);
    if (!following) {
      follow();
    } else if (lookAgain) {
      lookAgain = false;
      look();
    }
  }

  private void failed(String error) {
    if (!error.equals(state.error())) {
      log.warn("{}", error);
    }
    state = new HostStatus.Engine(false, state.version(), error, state.cpus(), state.memory());
    long retry = Math.min(LAST_RETRY, FIRST_RETRY << Math.min(10, failures));
    failures++;
    looking = false;
    lookAgain = false;
    lookAtAll = true;
    threads.later(Duration.ofMillis(retry), () -> reactor.execute(this::look));
  }

  private void follow() {
    following = true;
    threads.execute(
        () ->
            engine.follow(
                name -> reactor.execute(() -> look(name)),
                () -> threads.later(REFOLLOW, () -> reactor.execute(this::hungUp))));
    // What happened between this look and the first event is in the next look.
    lookAtAll = true;
    look();
  }

  private void hungUp() {
    following = false;
    lookAtAll();
  }
}
