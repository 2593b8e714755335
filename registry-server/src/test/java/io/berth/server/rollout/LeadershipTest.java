package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.server.journal.Journal;
import io.berth.server.journal.JournalUnavailable;
import io.berth.server.journal.Lease;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private String holder = "s1/run";
  private boolean away;
  private int asked;
  private final Leadership leadership = new Leadership(journal(), "s1/run", clock());

  @Test
  void theHolderRenewsEveryTwoSecondsHoweverOftenItIsWoken() {
    for (int i = 0; i < 400; i++) {
      assertThat(leadership.hold()).hasValue(3);
      now = now.plusMillis(10);
    }

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void whoDoesNotHoldItAsksOnceASecondHoweverOftenItIsWoken() {
    holder = "s2/run";
    for (int i = 0; i < 400; i++) {
      assertThat(leadership.hold()).isEmpty();
      now = now.plusMillis(10);
    }

    assertThat(asked).isEqualTo(4);
    holder = "s1/run";
    now = now.plusSeconds(1);
    assertThat(leadership.hold()).hasValue(3);
  }

  @Test
  void aJournalThatIsAwayIsAskedOnceASecond() {
    away = true;
    for (int i = 0; i < 400; i++) {
      try {
        assertThat(leadership.hold()).isEmpty();
      } catch (JournalUnavailable e) {
        leadership.lose();
      }
      now = now.plusMillis(10);
    }

    assertThat(asked).isEqualTo(4);
  }

  private Journal journal() {
    return (Journal)
        Proxy.newProxyInstance(
            Journal.class.getClassLoader(),
            new Class<?>[] {Journal.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("claim");
              asked++;
              if (away) {
                throw new JournalUnavailable("it is away", null);
              }
              return new Lease((String) arguments[0], holder, 3, now.plus((Duration) arguments[2]));
            });
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
