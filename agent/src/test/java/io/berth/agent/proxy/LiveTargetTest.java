package io.berth.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.route.Target;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveTargetTest {
  private final LiveTarget target =
      new LiveTarget(new Target("web-0", 1, "172.17.0.2", 80, true), new Tally());

  @Test
  void nothingClaimsATargetOnceItIsClosed() {
    Exchange exchange = from -> {};
    assertThat(target.claim(exchange)).isTrue();
    target.close();

    assertThat(target.claim(from -> {})).isFalse();
    assertThat(target.underWay()).isEqualTo(1);
    target.release(exchange);
    target.release(exchange);
    assertThat(target.underWay()).isZero();
  }

  @Test
  void aTargetThatComesBackMayBeClaimedAgain() {
    target.close();
    target.open();

    assertThat(target.claim(from -> {})).isTrue();
  }

  @Test
  void whoeverClaimedItBeforeTheCloseIsCounted() throws Exception {
    for (int round = 0; round < 200; round++) {
      LiveTarget one = new LiveTarget(target.target(), new Tally());
      AtomicInteger claimed = new AtomicInteger();
      CountDownLatch begin = new CountDownLatch(1);
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<?> claims =
          threads.submit(
              () -> {
                begin.await();
                while (one.claim(from -> {})) {
                  claimed.incrementAndGet();
                }
                return null;
              });
      Future<Integer> close =
          threads.submit(
              () -> {
                begin.await();
                one.close();
                return one.underWay();
              });
      begin.countDown();
      claims.get();

      assertThat(close.get()).isEqualTo(claimed.get());
      threads.shutdown();
    }
  }

  @Test
  void cuttingEndsWhatIsUnderWay() {
    AtomicInteger cut = new AtomicInteger();
    assertThat(target.claim(from -> cut.incrementAndGet())).isTrue();
    Exchange over = from -> cut.incrementAndGet();
    assertThat(target.claim(over)).isTrue();
    target.release(over);

    target.cut();

    assertThat(cut).hasValue(1);
  }

  @Test
  void itRestsAfterAFailureUntilItAnswers() {
    assertThat(target.rests()).isFalse();
    target.unreached();
    assertThat(target.rests()).isTrue();
    target.answered(200, 1);
    assertThat(target.rests()).isFalse();
  }
}
