package io.berth.agent.container.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The engine's stream of events, reduced to which container changed. */
final class Following extends ResultCallback.Adapter<Event> {
  /**
   * Those that change what is observed, other than "create", which is known to who did it; an
   * image's own checks would flood it with the rest.
   */
  static final String[] EVENTS = {
    "start", "die", "oom", "pause", "unpause", "rename", "destroy", "health_status"
  };

  private final Consumer<String> changed;
  private final Runnable ended;
  private final AtomicBoolean over = new AtomicBoolean();

  Following(Consumer<String> changed, Runnable ended) {
    this.changed = changed;
    this.ended = ended;
  }

  @Override
  public void onNext(Event event) {
    String name =
        event.getActor() == null || event.getActor().getAttributes() == null
            ? null
            : event.getActor().getAttributes().get("name");
    // A nudge without a name is still a nudge.
    changed.accept(name == null ? "" : name);
  }

  @Override
  public void onError(Throwable throwable) {
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  private void end() {
    if (over.compareAndSet(false, true)) {
      ended.run();
    }
  }
}
