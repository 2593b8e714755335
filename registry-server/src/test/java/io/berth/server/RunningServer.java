package io.berth.server;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real server with a real journal in a folder of its own, one for all tests that ask for it: a
 * test takes fresh names for what it makes.
 */
public final class RunningServer implements BeforeAllCallback, ParameterResolver {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** The server, as tests are given it. */
  public record Running(Server server, Path dataDir) implements AutoCloseable {
    /** Starts one on free ports. */
    public static Running start(Duration hostLease) {
      try {
        Path dir = Files.createTempDirectory("berth-server");
        Address free = new Address("127.0.0.1", 0);
        ServerOptions options =
            new ServerOptions("s1", free, dir, "", "berth", free, List.of(), 100, hostLease);
        Running running = new Running(Server.start(options), dir);
        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> running.server.notReady().isEmpty());
        return running;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Where it answers. */
    public URI url() {
      return URI.create("http://127.0.0.1:" + server.port());
    }

    /** A name that no other test has. */
    public String fresh(String stem) {
      return stem + "-" + NAMES.incrementAndGet();
    }

    /** The seq of the last entry of the journal. */
    public long seq() {
      return server.domain().journal().lastSeq();
    }

    @Override
    public void close() {
      server.close();
      try (Stream<Path> files = Files.walk(dataDir)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context);
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(RunningServer.class))
        .getOrComputeIfAbsent(
            Running.class, type -> Running.start(Duration.ofSeconds(15)), Running.class);
  }
}
