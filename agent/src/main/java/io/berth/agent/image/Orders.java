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
 * The image orders of this host and how far they are, one for a rollout at a time. Each is done
 * once: a failure stands, as a new rollout asks anew; only an engine that is away is waited for.
 *
 * <p>A rollout asks for a tag first, and for a digest once a host knows it: mostly that which the
 * tag is being pulled for here as well, so the one pull is waited for.
 *
 * <p>Confined to the thread behind {@code reactor}; pulls run on workers.
 */
public final class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);
  private static final Duration ENGINE_RETRY = Duration.ofSeconds(2);

  private final Resolver resolver;
  private final Threads threads;
  private final Executor reactor;
  // Both by rollout.
  private final Map<String, ImageOrder> wanted = new HashMap<>();
  private final Map<String, ImageStatus> statuses = new HashMap<>();

  /** Those that are done already, from before a restart, are not done again. */
  public Orders(
      Resolver resolver, Threads threads, Executor reactor, Collection<ImageStatus> done) {
    this.resolver = resolver;
    this.threads = threads;
    this.reactor = reactor;
    done.forEach(status -> statuses.put(status.rollout(), status));
  }

  /** These are the orders now: begins new ones and forgets others. */
  public void want(List<ImageOrder> orders) {
    wanted.clear();
    orders.forEach(order -> wanted.put(order.rollout(), order));
    statuses.keySet().retainAll(wanted.keySet());
    for (ImageOrder order : orders) {
      ImageStatus status = statuses.get(order.rollout());
      if (status == null) {
        begin(order);
      } else if (status.state() != ImageState.PULLING && !status.image().equals(order.image())) {
        follow(order, status.pinned());
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
    log.info("making image {} ready for {}", order.image(), order.rollout());
    statuses.put(order.rollout(), status(order, ImageState.PULLING, "", ""));
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
    reactor.execute(
        () -> {
          ImageOrder now = wanted.get(order.rollout());
          if (order.equals(now)) {
            statuses.put(order.rollout(), status);
          } else if (now != null) {
            follow(now, status.pinned());
          }
        });
  }

  /** After another order of the same rollout, of which this image came; none where it failed. */
  private void follow(ImageOrder order, String pinned) {
    if (order.image().equals(pinned)) {
      statuses.put(order.rollout(), status(order, ImageState.READY, pinned, ""));
    } else {
      begin(order);
    }
  }

  private void again(ImageOrder order) {
    threads.later(
        ENGINE_RETRY,
        () ->
            reactor.execute(
                () -> {
                  ImageOrder now = wanted.get(order.rollout());
                  if (now != null) {
                    begin(now);
                  }
                }));
  }

  private static ImageStatus status(
      ImageOrder order, ImageState state, String pinned, String error) {
    return new ImageStatus(order.image(), order.rollout(), state, pinned, error);
  }
}
