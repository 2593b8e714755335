package io.berth.server.http;

import io.berth.server.watch.State;
import io.berth.server.watch.Topic;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How an operation is answered. */
sealed interface Reply {
  /** At once, with what is at hand. */
  record Now(Answer answer) implements Reply {}

  /** Off the event loop, where the journal may be waited for; in time, or not at all. */
  record Blocking(Supplier<Answer> work) implements Reply {}

  /**
   * With a state that may be watched, from memory.
   *
   * @param variant tells apart the answers about one topic
   * @param read the state now
   */
  record Watched(Topic topic, Object variant, Supplier<State> read) implements Reply {}

  /** By something that writes the response itself. */
  record Stream(Consumer<RoutingContext> writer) implements Reply {}

  /** As JSON, at once. */
  static Reply now(Object value) {
    return new Now(Answer.json(200, value));
  }

  /** Off the event loop. */
  static Reply blocking(Supplier<Answer> work) {
    return new Blocking(work);
  }
}
