package io.berth.agent.kit;

import io.berth.agent.container.LogSource;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What containers print, in memory. As an engine does, it reads each on a thread of its own, which
 * waits while the reader does.
 */
public final class FakeLogs implements LogSource {
  private final Map<String, List<Printed>> printed = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, String> troubles = new HashMap<>();
  private int open;
  private long told;

  private record Printed(Instant time, String stream, String text) {}

  /** A container prints a line. */
  public synchronized void print(String name, Instant time, String stream, String text) {
    printed.computeIfAbsent(name, first -> new ArrayList<>()).add(new Printed(time, stream, text));
    notifyAll();
  }

  /** A container ends. */
  public synchronized void end(String name) {
    ended.add(name);
    notifyAll();
  }

  /** A container that had ended runs again. */
  public synchronized void startAgain(String name) {
    ended.remove(name);
  }

  /** Reading this container ends with this. */
  public synchronized void fails(String name, String trouble) {
    troubles.put(name, trouble);
  }

  /** How many readings go on. */
  public synchronized int open() {
    return open;
  }

  /** How many lines readers have taken. */
  public synchronized long told() {
    return told;
  }

  @Override
  public synchronized Closeable read(String name, Range range, Reader reader) {
    open++;
    Thread thread = new Thread(() -> tell(name, range, reader), "fake-logs");
    thread.setDaemon(true);
    thread.start();
    return thread::interrupt;
  }

  private void tell(String name, Range range, Reader reader) {
    String trouble = "";
    try {
      int at = first(name, range);
      for (Printed line = next(name, at, range.follow());
          line != null;
          line = next(name, ++at, range.follow())) {
        if (range.since() == null || line.time().isAfter(range.since())) {
          reader.line(line.time(), line.stream(), line.text());
          count();
        }
      }
      trouble = trouble(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reader.ended(trouble);
      over();
    }
  }

  private synchronized int first(String name, Range range) {
    int size = printed.getOrDefault(name, List.of()).size();
    return range.tail() == ALL ? 0 : Math.max(0, size - range.tail());
  }

  private synchronized Printed next(String name, int at, boolean follow)
      throws InterruptedException {
    while (at >= printed.getOrDefault(name, List.of()).size()) {
      if (!follow || ended.contains(name)) {
        return null;
      }
      wait();
    }
    return printed.get(name).get(at);
  }

  private synchronized String trouble(String name) {
    return troubles.getOrDefault(name, "");
  }

  private synchronized void count() {
    told++;
  }

  private synchronized void over() {
    open--;
  }
}
