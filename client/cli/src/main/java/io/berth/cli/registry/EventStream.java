package io.berth.cli.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Server-sent events, continued where they broke off when a server goes away. */
public final class EventStream {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Registry registry;
  private final Call call;
  private volatile String last;

  /**
   * Reads what comes after an event.
   *
   * @param after its id; empty for what happens from now on
   */
  public EventStream(Registry registry, Call call, String after) {
    this.registry = registry;
    this.call = call.header("Accept", "text/event-stream");
    this.last = after;
  }

  /**
   * Hands over the data of each event, on the caller's thread.
   *
   * @param quiet returns when nothing came for this long, or the server ended the stream; null for
   *     never
   */
  public void read(Duration quiet, Consumer<String> data) {
    Stream<String> first = open();
    BlockingQueue<Optional<String>> events = new LinkedBlockingQueue<>(1000);
    Thread reader = new Thread(() -> pump(first, quiet == null, events), "events");
    reader.setDaemon(true);
    reader.start();
    try {
      while (true) {
        Optional<String> event =
            quiet == null ? events.take() : events.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null || event.isEmpty()) {
          return;
        }
        data.accept(event.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Stream<String> open() {
    return registry.lines(last.isEmpty() ? call : call.header("Last-Event-ID", last));
  }

  private void pump(Stream<String> first, boolean forEver, BlockingQueue<Optional<String>> events) {
    Stream<String> lines = first;
    do {
      try (Stream<String> open = lines == null ? open() : lines) {
        Event event = new Event();
        open.forEach(line -> event.line(line, events));
      } catch (RuntimeException e) {
        // The server went away; another one goes on from the last event.
      }
      lines = null;
      if (forEver) {
        Pause.of(BETWEEN);
      }
    } while (forEver);
    put(Optional.empty(), events);
  }

  private static void put(Optional<String> event, BlockingQueue<Optional<String>> events) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The event that is being read. */
  private final class Event {
    private String id = "";
    private final StringBuilder data = new StringBuilder();

    void line(String line, BlockingQueue<Optional<String>> events) {
      if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data.append(data.length() == 0 ? "" : "\n").append(line.substring(5).strip());
      } else if (line.isEmpty() && data.length() > 0) {
        put(Optional.of(data.toString()), events);
        last = id.isEmpty() ? last : id;
        data.setLength(0);
      }
    }
  }
}
