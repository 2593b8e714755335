package io.berth.agent.registry;

import io.berth.agent.state.RecordSpool;
import io.berth.agent.thread.Threads;
import io.berth.api.ContainerRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands spooled records to a server, oldest first, until it has them; on a thread of its own. */
public final class RecordSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RecordSender.class);
  private static final Duration RETRY = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int REDIRECT = 300;

  /** Its service is gone, or no server will ever take it. */
  private static final Set<Integer> HOPELESS = Set.of(400, 404, 413, 422);

  private final RegistryClient client;
  private final RecordSpool spool;
  private final Semaphore changes = new Semaphore(1);
  private final Thread thread;
  private volatile boolean closed;

  /** Begins when started. */
  public RecordSender(RegistryClient client, RecordSpool spool) {
    this.client = client;
    this.spool = spool;
    this.thread = Threads.own("records", this::follow);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** There is a new record. */
  public void changed() {
    changes.release();
  }

  private void follow() {
    try {
      while (!closed) {
        boolean unused = changes.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        changes.drainPermits();
        sendAll();
      }
    } catch (InterruptedException e) {
      log.debug("closed");
    }
  }

  private void sendAll() throws InterruptedException {
    try {
      Optional<ContainerRecord> next = spool.oldest();
      while (next.isPresent() && send(next.get())) {
        spool.delete(next.get());
        next = spool.oldest();
      }
    } catch (IOException e) {
      // The reporter says so when no server answers; this only tries again.
      log.debug("records wait: {}", e.getMessage());
    }
  }

  /** Whether it need not be sent again. */
  private boolean send(ContainerRecord record) throws IOException, InterruptedException {
    URI server = client.servers().current();
    if (!client.servers().trusts(server)) {
      return false; // it may be of another cluster, or not a server of the registry at all
    }
    HttpResponse<byte[]> answer = client.record(server, record);
    int status = answer.statusCode();
    if (status >= OK && status < REDIRECT) {
      return true;
    }
    if (HOPELESS.contains(status)) {
      log.info("record {} is dropped: {}", record.id(), Problems.said(server, answer));
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
