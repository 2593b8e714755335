package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientsTest {
  private final Refusals refusals = new Refusals();
  private final Clients clients = new Clients(refusals);
  private final List<String> closed = new ArrayList<>();

  @Test
  void aConnectionOnWhichNothingIsAskedForAMinuteIsClosed() {
    clients.connected(connection("silent"), at(0));
    clients.sweep(at(60));
    assertThat(closed).isEmpty();

    clients.sweep(at(61));

    assertThat(closed).containsExactly("silent");
    assertThat(refusals.sums()).containsEntry("idle", 1L);
  }

  @Test
  void oneThatSpeaksSomethingElseByNowIsNotWatched() {
    HttpConnection upgraded = connection("upgraded");
    clients.connected(upgraded, at(0));
    clients.begun(upgraded);
    clients.tunnelBegun(upgraded);
    clients.ended(upgraded, at(1));

    clients.sweep(at(1_000));

    assertThat(closed).isEmpty();
  }

  @Test
  void oneMoreThanThereIsRoomForIsClosedUntilAnotherHasGone() {
    for (int i = 0; i < Clients.MOST; i++) {
      clients.tunnelBegun();
    }
    clients.connected(connection("late"), at(0));
    assertThat(closed).containsExactly("late");
    assertThat(refusals.sums()).containsEntry("too_many", 1L);

    clients.tunnelEnded();
    clients.connected(connection("next"), at(0));

    assertThat(closed).containsExactly("late");
  }

  @Test
  void oneOnWhichSomethingIsUnderWayStaysOpen() {
    HttpConnection busy = connection("busy");
    clients.connected(busy, at(0));
    clients.begun(busy);
    clients.sweep(at(1_000));
    clients.ended(busy, at(1_000));
    clients.sweep(at(1_060));
    assertThat(closed).isEmpty();

    clients.sweep(at(1_061));

    assertThat(closed).containsExactly("busy");
  }

  @Test
  void aBodyThatStandsStillForAMinuteIsGivenUp() {
    Body moving = new Body("moving");
    Body stuck = new Body("stuck");
    clients.uploads(moving, at(0));
    clients.uploads(stuck, at(0));
    for (int second = 10; second <= 60; second += 10) {
      moving.received += 1;
      clients.sweep(at(second));
    }
    assertThat(closed).isEmpty();

    clients.sweep(at(61));

    assertThat(closed).containsExactly("stuck");
  }

  @Test
  void aBodyThatHasComeIsNotWaitedFor() {
    Body whole = new Body("whole");
    clients.uploads(whole, at(0));
    clients.uploaded(whole);

    clients.sweep(at(61));

    assertThat(closed).isEmpty();
  }

  private static long at(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private HttpConnection connection(String name) {
    return (HttpConnection)
        Proxy.newProxyInstance(
            HttpConnection.class.getClassLoader(),
            new Class<?>[] {HttpConnection.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "closeHandler" -> self;
                  case "close" -> {
                    closed.add(name);
                    yield Future.succeededFuture();
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private final class Body implements Clients.Upload {
    private final String name;
    private long received;

    Body(String name) {
      this.name = name;
    }

    @Override
    public long received() {
      return received;
    }

    @Override
    public void standsStill() {
      closed.add(name);
      clients.uploaded(this);
    }
  }
}
