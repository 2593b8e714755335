import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's data of one path: a watch tells once that it changed, and what it is now is asked for. */
final class WatchedZooKeeper implements Watched {
  private static final String PATH = "/watched";
  private static final int SESSION_MILLIS = 30_000;

  private final String server;
  private final ZooKeeper writer;

  WatchedZooKeeper(String server) throws Exception {
    this.server = server;
    this.writer = connected();
    if (writer.exists(PATH, false) == null) {
      writer.create(PATH, bytes(0), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
  }

  private ZooKeeper connected() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client = new ZooKeeper(server, SESSION_MILLIS, event -> connected.countDown());
    if (!connected.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("ZooKeeper does not answer");
    }
    return client;
  }

  @Override
  public void watch(int watchers, Seen seen) throws Exception {
    for (int watcher = 0; watcher < watchers; watcher++) {
      ask(connected(), watcher, seen);
    }
  }

  private static void ask(ZooKeeper client, int watcher, Seen seen) {
    client.getData(
        PATH,
        event -> {
          if (event.getType() == EventType.NodeDataChanged) {
            ask(client, watcher, seen);
          }
        },
        (code, path, context, data, stat) -> {
          if (code == Code.OK.intValue()) {
            seen.seen(watcher, Integer.parseInt(new String(data, StandardCharsets.UTF_8)));
          }
        },
        null);
  }

  @Override
  public CompletionStage<?> put(int value) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    writer.setData(PATH, bytes(value), -1, (code, path, context, stat) -> written.complete(null), null);
    return written;
  }

  private static byte[] bytes(int value) {
    return Integer.toString(value).getBytes(StandardCharsets.UTF_8);
  }
}
