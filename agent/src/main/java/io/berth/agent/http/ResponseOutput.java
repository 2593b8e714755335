package io.berth.agent.http;

import io.berth.api.Json;
import io.berth.api.LogLine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Writes lines to a response that does not end, from another thread than its own: at most one batch
 * is on its way, so whoever reads slowly is waited for.
 */
final class ResponseOutput implements LogOutput {
  private static final int BATCH = 32 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Context loop;
  private final HttpServerRequest request;
  private Buffer held = Buffer.buffer();

  /**
   * Wires it.
   *
   * @param loop of the request
   */
  ResponseOutput(Context loop, HttpServerRequest request) {
    this.loop = loop;
    this.request = request;
  }

  @Override
  public void write(LogLine line) throws InterruptedException, IOException {
    held.appendBytes(Json.mapper().writeValueAsBytes(line)).appendByte((byte) '\n');
    if (held.length() >= BATCH) {
      flush();
    }
  }

  @Override
  public void flush() throws InterruptedException, IOException {
    if (held.length() > 0) {
      Buffer batch = held;
      held = Buffer.buffer();
      await(() -> request.response().write(batch));
    }
  }

  @Override
  public void beat() throws InterruptedException, IOException {
    held.appendByte((byte) '\n');
    flush();
  }

  @Override
  public void end() throws InterruptedException, IOException {
    flush();
    await(() -> request.response().end());
  }

  private void await(Supplier<Future<Void>> written) throws InterruptedException, IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.runOnContext(
        now -> {
          if (request.response().closed()) {
            done.completeExceptionally(new IOException("it closed the connection"));
          } else {
            written.get().onComplete(done::complete, done::completeExceptionally);
          }
        });
    try {
      done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      loop.runOnContext(now -> request.connection().close());
      throw new IOException("it does not read", e);
    }
  }
}
