import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From a write to the watchers that learn of it, by turns over all that is measured. A line a round and
 * a subject: its name, the number of watchers, and in milliseconds the p50 and the p99 of each
 * watcher's own delay since the write was sent, both since it was answered, and the p50 of the last
 * watcher's delay since the write was sent.
 */
final class WatchDelay {
  private static final int WARM = 300;
  private static final long PAUSE_NANOS = 5_000_000;

  private final Watched watched;
  private final int watchers;
  private final long[] seenAt;
  private volatile CountDownLatch unseen = new CountDownLatch(0);
  private volatile int current;

  private WatchDelay(Watched watched, int watchers) throws Exception {
    this.watched = watched;
    this.watchers = watchers;
    this.seenAt = new long[watchers];
    watched.watch(watchers, this::seen);
  }

  /** ROUNDS WRITES WATCHERS, then KIND=HOST:PORT[,HOST:PORT] each: the writer's, and the watchers'. */
  public static void main(String[] args) {
    try {
      run(args);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // The watchers would go on.
    }
  }

  private static void run(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    int writes = Integer.parseInt(args[1]);
    int watchers = Integer.parseInt(args[2]);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    String[] names = new String[args.length - 3];
    WatchDelay[] all = new WatchDelay[names.length];
    for (int i = 0; i < all.length; i++) {
      String[] words = args[i + 3].split("=");
      String[] servers = words[1].split(",");
      names[i] = words[0];
      all[i] =
          new WatchDelay(
              switch (words[0]) {
                case "etcd" -> new WatchedEtcd(vertx, servers[0]);
                case "zookeeper" -> new WatchedZooKeeper(servers[0]);
                default -> new WatchedBerth(vertx, servers[0], servers[servers.length - 1]);
              },
              watchers);
      all[i].measure(WARM);
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < all.length; i++) {
        System.out.printf("%s %d %s%n", names[i], watchers, all[i].measure(writes));
      }
    }
  }

  private void seen(int watcher, int value) {
    // A watcher that was told something late is told the newest: what it holds then is what counts.
    if (value == current && seenAt[watcher] == 0) {
      seenAt[watcher] = System.nanoTime();
      unseen.countDown();
    }
  }

  private String measure(int writes) throws Exception {
    double[] sinceSent = new double[writes * watchers];
    double[] sinceAnswer = new double[writes * watchers];
    double[] last = new double[writes];
    for (int write = 0; write < writes; write++) {
      // Until all watch again.
      LockSupport.parkNanos(PAUSE_NANOS);
      Arrays.fill(seenAt, 0);
      unseen = new CountDownLatch(watchers);
      current++;
      long sent = System.nanoTime();
      CompletableFuture<Long> answered =
          watched.put(current).thenApply(done -> System.nanoTime()).toCompletableFuture();
      if (!unseen.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException(unseen.getCount() + " watchers have not seen " + current);
      }
      long answer = answered.get(10, TimeUnit.SECONDS);
      for (int watcher = 0; watcher < watchers; watcher++) {
        sinceSent[write * watchers + watcher] = (seenAt[watcher] - sent) / 1e6;
        sinceAnswer[write * watchers + watcher] = (seenAt[watcher] - answer) / 1e6;
        last[write] = Math.max(last[write], (seenAt[watcher] - sent) / 1e6);
      }
    }
    return "%.3f %.3f %.3f %.3f %.3f"
        .formatted(
            percentile(sinceSent, 50),
            percentile(sinceSent, 99),
            percentile(sinceAnswer, 50),
            percentile(sinceAnswer, 99),
            percentile(last, 50));
  }

  private static double percentile(double[] delays, int percent) {
    Arrays.sort(delays);
    return delays[Math.min(delays.length - 1, delays.length * percent / 100)];
  }
}
