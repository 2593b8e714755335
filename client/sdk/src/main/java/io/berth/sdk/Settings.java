package io.berth.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live view of the settings of a service; see {@link BerthClient#settings}.
 *
 * <p>Every method may be called by any thread; {@link #get} and {@link #revision} are memory only.
 * Within one process the revision never goes back: a server that answers an older one than was seen
 * counts as failed. Behind the disk cache it only goes when every server was asked. What cannot be
 * asked or read is not forgotten: the last good value stays, and {@link #stale} says so.
 *
 * @param <T> what the document is read into
 */
public final class Settings<T> {
  private static final Logger log = LoggerFactory.getLogger(Settings.class);

  private final String namespace;
  private final String service;
  private final Class<T> type;
  private final ObjectMapper mapper;
  private final CacheFile<io.berth.api.Settings> cache;
  private final Duration wait;
  private final Freshness freshness = new Freshness();
  private final Listeners<ChangeListener<T>> listeners;
  private final Listeners<UnreadableListener> unreadableListeners;

  /** Null while nothing is known. */
  private volatile Shown<T> shown;

  Settings(
      String namespace,
      String service,
      Class<T> type,
      ObjectMapper mapper,
      CacheFile<io.berth.api.Settings> cache,
      Duration wait,
      Executor listenerThread) {
    this.namespace = namespace;
    this.service = service;
    this.type = type;
    this.mapper = mapper;
    this.cache = cache;
    this.wait = wait;
    this.listeners = new Listeners<>(listenerThread);
    this.unreadableListeners = new Listeners<>(listenerThread);
    cache.load(this::fits).ifPresent(this::showCached);
  }

  /**
   * The last good value.
   *
   * @throws NotReadyException if none is known yet; see {@link #awaitReady}
   */
  public T get() {
    Shown<T> now = shown;
    if (now == null) {
      throw new NotReadyException(service);
    }
    return now.value();
  }

  /** The revision that the last good value was last seen in; 0 if none is known yet. */
  public long revision() {
    Shown<T> now = shown;
    return now == null ? 0 : now.revision();
  }

  /**
   * Whether no server stands by this value now: it is from the disk cache, no server answers, the
   * service is gone, or the newest document cannot be read.
   */
  public boolean stale() {
    return freshness.stale();
  }

  /**
   * Waits until a value is known: from a server; or from the disk cache, once every server was
   * asked in vain.
   *
   * @return whether one is known
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    return freshness.await(timeout);
  }

  /** Has a listener told of every change of the document from now on. */
  public Subscription onChange(ChangeListener<T> listener) {
    return listeners.add(listener);
  }

  /** Has a listener told of every document from now on that cannot be read. */
  public Subscription onUnreadable(UnreadableListener listener) {
    return unreadableListeners.add(listener);
  }

  View view() {
    return new FromServers();
  }

  void close() {
    freshness.closed();
  }

  private boolean fits(io.berth.api.Settings answer) {
    return namespace.equals(answer.namespace())
        && service.equals(answer.service())
        && answer.settings() != null
        && !answer.settings().isNull();
  }

  private void showCached(io.berth.api.Settings saved) {
    try {
      shown = read(saved);
    } catch (JsonProcessingException e) {
      log.warn("The cached settings of {} do not fit {}: {}", service, type, inOneLine(e));
    }
  }

  private Shown<T> read(io.berth.api.Settings answer) throws JsonProcessingException {
    T value = mapper.treeToValue(answer.settings(), type);
    return new Shown<>(value, answer.settings(), answer.revision());
  }

  private static String inOneLine(JsonProcessingException fault) {
    return fault.getMessage().replace("\n", "");
  }

  private record Shown<T>(T value, JsonNode document, long revision) {}

  private final class FromServers implements View {
    /** What must not be gone behind: what servers said, and until then the cache. */
    private long newest = revision();

    /**
     * Whether a server contradicted the cache, and none has confirmed it yet. When the others were
     * asked too, their word is good: the registry may have begun anew.
     */
    private boolean contradicted;

    private boolean confirmed;

    /**
     * The newest revision if its document cannot be read, so that an older value is shown; else 0.
     */
    private long unreadable;

    @Override
    public boolean answered(String body) throws IOException {
      io.berth.api.Settings answer = Json.mapper().readValue(body, io.berth.api.Settings.class);
      if (answer == null || !fits(answer)) {
        throw new IOException("it is not the settings of " + namespace + "/" + service);
      }
      if (answer.revision() < newest) {
        contradicted = !confirmed;
        return false;
      }
      newest = answer.revision();
      confirmed = true;
      try {
        show(read(answer), answer);
      } catch (JsonProcessingException e) {
        refuse(answer.revision(), e);
      }
      return true;
    }

    @Override
    public void unchanged() {
      if (unreadable > 0) {
        freshness.unanswered(shown != null);
      } else {
        freshness.confirmed();
      }
    }

    @Override
    public void absent() {
      freshness.unanswered(shown != null);
    }

    @Override
    public void unanswered() {
      if (contradicted) {
        contradicted = false;
        newest = 0;
      }
      freshness.unanswered(shown != null);
    }

    @Override
    public Duration patience() {
      return wait;
    }

    private void show(Shown<T> now, io.berth.api.Settings answer) {
      Shown<T> before = shown;
      boolean changed = before == null || !before.document().equals(now.document());
      // The same document keeps its value, so that an identity check tells a change.
      shown = changed ? now : new Shown<>(before.value(), before.document(), now.revision());
      unreadable = 0;
      freshness.trusted();
      if (changed || before.revision() != now.revision()) {
        cache.save(answer);
      }
      if (changed) {
        T valueBefore = before == null ? null : before.value();
        listeners.tell(listener -> listener.changed(valueBefore, now.value()));
      }
      freshness.confirmed();
    }

    private void refuse(long revision, JsonProcessingException fault) {
      freshness.unanswered(shown != null);
      if (unreadable == revision) {
        return;
      }
      unreadable = revision;
      log.warn(
          "The settings of {} in revision {} do not fit {}, the last good ones stay: {}",
          service,
          revision,
          type,
          inOneLine(fault));
      unreadableListeners.tell(listener -> listener.unreadable(revision, fault));
    }
  }
}
