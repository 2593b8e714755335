package io.berth.e2e.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Very many watchers, each on a connection of its own, on one thread: each reads, and from then on
 * asks for whatever differs from what it has.
 */
public final class Crowd implements AutoCloseable {
  private static final int WAIT_SECONDS = 60;
  private static final int AT_ONCE = 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1.1 ([0-9]{3})");
  private static final Pattern ETAG = Pattern.compile("(?i)\r\netag: *(\\S+)\r\n");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");

  private final URI server;
  private final List<String> paths;
  private final int size;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final ConcurrentMap<String, AtomicLong> changes = new ConcurrentHashMap<>();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "crowd");
  private volatile boolean closed;

  // Only ever touched on the thread.
  private int opened;
  private int opening;

  /**
   * Begins to gather.
   *
   * @param paths of what is watched
   * @param each how many watch each of them
   */
  public Crowd(URI server, List<String> paths, int each) {
    this.server = server;
    this.paths = List.copyOf(paths);
    this.size = paths.size() * each;
    paths.forEach(path -> changes.put(path, new AtomicLong()));
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  /** How many changes the watchers of a path have been told of. */
  public long changes(String path) {
    return changes.get(path).get();
  }

  /** How many changes all of them have been told of. */
  public long changes() {
    return changes.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** What went amiss: answers that are none to a watch, and connections that ended. */
  public List<String> failed() {
    return List.copyOf(failed);
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector) {
      while (!closed) {
        open();
        selector.select(
            key -> {
              Watcher watcher = (Watcher) key.attachment();
              try {
                watcher.go(key);
              } catch (IOException e) {
                failed.add(watcher.path + " " + e);
                key.cancel();
              }
            },
            100);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      failed.add(e.toString());
    }
  }

  /** No more at once than the server's queue of connections takes. */
  private void open() throws IOException {
    while (opened < size && opening < AT_ONCE) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      Watcher watcher = new Watcher(channel, paths.get(opened % paths.size()));
      channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.register(selector, SelectionKey.OP_CONNECT, watcher);
      opened++;
      opening++;
    }
  }

  private final class Watcher {
    private final SocketChannel channel;
    private final String path;
    private final StringBuilder answer = new StringBuilder(0);
    private String etag;

    Watcher(SocketChannel channel, String path) {
      this.channel = channel;
      this.path = path;
    }

    void go(SelectionKey key) throws IOException {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        ask("");
      } else if (channel.read(buffer.clear()) < 0) {
        throw new IOException("the server hung up");
      } else {
        answer.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        hear();
      }
    }

    private void hear() throws IOException {
      int head = answer.indexOf("\r\n\r\n");
      if (head < 0) {
        return;
      }
      Matcher length = LENGTH.matcher(answer).region(0, head + 2);
      int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
      if (answer.length() < head + 4 + body) {
        return;
      }
      Matcher tag = ETAG.matcher(answer).region(0, head + 2);
      Matcher status = STATUS.matcher(answer);
      if (!status.lookingAt() || !status.group(1).matches("200|304") || !tag.find()) {
        throw new IOException("was answered " + answer);
      }
      if (etag == null) {
        opening--;
      } else if (status.group(1).equals("200")) {
        changes.get(path).incrementAndGet();
      }
      etag = tag.group(1);
      answer.setLength(0);
      answer.trimToSize();
      ask("If-None-Match: " + etag + "\r\nPrefer: wait=" + WAIT_SECONDS + "\r\n");
    }

    private void ask(String headers) throws IOException {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + server.getHost() + "\r\n" + headers + "\r\n";
      // Far smaller than the buffer of a socket that has nothing else to send.
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
