package io.berth.agent.proxy;

import io.netty.channel.ChannelConfig;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.streams.ReadStream;

/**
 * The body of a target's answer. While the client does not keep up, nothing more is taken from the
 * target's socket; what has been taken is passed on all the same. Vert.x's own way of pausing holds
 * that back, and gives it up when the target closes, as one may that has said all. On its event
 * loop.
 */
final class Answer implements ReadStream<Buffer> {
  private final HttpClientResponse answer;
  private final ChannelConfig socket;
  private boolean carried;

  Answer(HttpClientResponse answer) {
    this.answer = answer;
    this.socket = ((ConnectionBase) answer.request().connection()).channel().config();
  }

  @Override
  public Answer handler(Handler<Buffer> handler) {
    carried = handler != null;
    answer.handler(handler);
    return this;
  }

  /** The connection may be used again from there on. */
  @Override
  public Answer endHandler(Handler<Void> handler) {
    answer.endHandler(
        handler == null
            ? null
            : end -> {
              resume();
              handler.handle(null);
            });
    return this;
  }

  @Override
  public Answer exceptionHandler(Handler<Throwable> handler) {
    answer.exceptionHandler(handler);
    return this;
  }

  /** Before it is carried nothing comes anyhow: a pipe begins with a pause, of two system calls. */
  @Override
  public Answer pause() {
    if (carried) {
      socket.setAutoRead(false);
    }
    return this;
  }

  @Override
  public Answer resume() {
    socket.setAutoRead(true);
    return this;
  }

  @Override
  public Answer fetch(long amount) {
    return resume();
  }
}
