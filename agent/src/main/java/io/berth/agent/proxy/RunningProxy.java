package io.berth.agent.proxy;

import io.berth.agent.route.TableFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy with its socket, from its start to its end. */
public final class RunningProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningProxy.class);
  private static final long START_SECONDS = 30;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Vertx vertx;
  private final Proxy proxy;
  private final CountDownLatch left = new CountDownLatch(1);

  private RunningProxy(Vertx vertx, Proxy proxy) {
    this.vertx = vertx;
    this.proxy = proxy;
  }

  /** A proxy's own folder in an agent's data directory. */
  public static Path folder(Path data) {
    return data.resolve("proxy").toAbsolutePath();
  }

  /**
   * Starts one. Where another has the folder it takes over from that one, without an instant in
   * which nobody listens: it takes the ports beside it, then the name, and then the other leaves.
   *
   * @param data an agent's data directory
   * @throws IOException when it cannot be; the message says why
   */
  public static RunningProxy start(Path data) throws IOException {
    Path folder = Files.createDirectories(folder(data));
    Files.setPosixFilePermissions(folder, PRIVATE); // Who can open the socket can do all.
    Path own = Sockets.own(folder);
    Doors doors = new Doors();
    Vertx vertx = vertx(doors);
    TableFile file = new TableFile(folder);
    Optional<ProxyClient> before = before(vertx, folder);
    if (before.isPresent() || file.load().routes().isEmpty()) {
      rehearse(vertx); // Nobody waits for this one.
    }
    before = before.filter(RunningProxy::standsStill);
    Proxy proxy = new Proxy(vertx, file, doors::close);
    RunningProxy running = new RunningProxy(vertx, proxy);
    started(proxy.start(Runtime.getRuntime().availableProcessors()));
    own.toFile().deleteOnExit();
    Control control = new Control(vertx, proxy, running::leave);
    started(control.listen(own, Sockets.link(folder)));
    log.info("proxy in {}{}", folder, before.isPresent() ? ", taking over" : "");
    if (before.isPresent()) {
      before.get().leave();
    }
    return running;
  }

  private static Vertx vertx(Doors doors) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setInternalBlockingPoolSize(2)
                .setWorkerPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)))
        .withTransport(doors)
        .build();
  }

  /** Whoever has the folder. */
  private static Optional<ProxyClient> before(Vertx vertx, Path folder) {
    try {
      Path socket = folder.resolve(Files.readSymbolicLink(Sockets.link(folder)));
      ProxyClient client = new ProxyClient(vertx, socket);
      var unused = client.state();
      return Optional.of(client);
    } catch (IOException nobody) {
      log.debug("there is none before this one: {}", nobody.getMessage());
      return Optional.empty();
    }
  }

  private static void rehearse(Vertx vertx) throws IOException {
    try {
      Rehearsal.of(vertx);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Whether it is there, and takes no table any more. */
  private static boolean standsStill(ProxyClient before) {
    try {
      before.freeze();
      return true;
    } catch (IOException gone) {
      log.debug("the one before this one has gone: {}", gone.getMessage());
      return false;
    }
  }

  private void leave() {
    log.info("leaving to the next one");
    proxy.leave().onComplete(done -> left.countDown());
  }

  /** Returns once it has left all to a successor. */
  public void awaitLeft() throws InterruptedException {
    left.await();
  }

  /** Leaves its ports, lets what is under way end within its drain timeout, and ends. */
  @Override
  public void close() {
    proxy.leave().await();
    vertx.close().await();
  }

  private static void started(Future<?> future) throws IOException {
    try {
      var unused =
          future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause().getMessage()), e);
    } catch (TimeoutException e) {
      throw new IOException("it does not start within " + START_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
