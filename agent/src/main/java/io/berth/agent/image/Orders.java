package io.berth.agent.image;

import io.berth.agent.container.EngineException;
import io.berth.agent.container.PullException;
import io.berth.agent.container.PullException.Kind;
import io.berth.agent.thread.Threads;
import io.berth.api.ImageOrder;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image orders of this host and how far they are. Each is done once: a failure stands, as a new
 * rollout asks anew; only an engine that is away is waited for.
 *
 * <p>Confined to the thread behind {@code reactor}; pulls run on workers.
 */
public final class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);
  private static final Duration ENGINE_RETRY = Duration.ofSeconds(2);

  private final Resolver resolver;
  private final Threads threads;
  private final Executor reactor;
  private final Map<Key, ImageStatus> statuses = new HashMap<>();

  private record Key(String image, String rollout) {}

  /** Those that are done already, from before a restart, are not done again. */
  public Orders(
      Resolver resolver, Threads threads, Executor reactor, Collection<ImageStatus> done) {
    this.resolver = resolver;
    this.threads = threads;
    this.reactor = reactor;
    done.forEach(status -> statuses.put(new Key(status.image(), status.rollout()), status));
  }

  /** These are the orders now: begins new ones and forgets others. */
  public void want(List<ImageOrder> orders) {
    List<Key> wanted = orders.stream().map(Orders::key).toList();
    statuses.keySet().retainAll(wanted);
    for (ImageOrder order : orders) {
      if (statuses.putIfAbsent(key(order), status(order, ImageState.PULLING, "", "")) == null) {
        log.info("making image {} ready for {}", order.image(), order.rollout());
        begin(order);
      }
    }
  }

  /** How far each is. */
  public List<ImageStatus> statuses() {
    return List.copyOf(statuses.values());
  }

  /** Whether any is still being made ready. */
  public boolean underWay() {
    return statuses.values().stream().anyMatch(status -> status.state() == ImageState.PULLING);
  }

  private void begin(ImageOrder order) {
    threads.execute(
        () -> {
          try {
            String pinned = resolver.resolve(order.image(), order.registryAuth());
            finish(order, status(order, ImageState.READY, pinned, ""));
          } catch (PullException e) {
            if (e.kind() == Kind.ENGINE_AWAY) {
              again(order);
            } else {
              log.warn("{}", e.getMessage());
              finish(order, status(order, ImageState.FAILED, "", e.getMessage()));
            }
          } catch (EngineException e) {
            again(order);
          }
        });
  }

  private void finish(ImageOrder order, ImageStatus status) {
    reactor.execute(() -> statuses.replace(key(order), status));
  }

  private void again(ImageOrder order) {
    threads.later(
        ENGINE_RETRY,
        () ->
            reactor.execute(
                () -> {
                  if (statuses.containsKey(key(order))) {
                    begin(order);
                  }
                }));
  }

  private static Key key(ImageOrder order) {
    return new Key(order.image(), order.rollout());
  }

  private static ImageStatus status(
      ImageOrder order, ImageState state, String pinned, String error) {
    return new ImageStatus(order.image(), order.rollout(), state, pinned, error);
  }
}
