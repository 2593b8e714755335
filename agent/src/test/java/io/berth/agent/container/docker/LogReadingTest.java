package io.berth.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.berth.agent.container.LogSource.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogReadingTest {
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final LogReading reading = reading(null);

  @Test
  void theTwoStreamsAreToldApartAndPutTogetherEachByItself() {
    reading.onNext(frame(StreamType.STDOUT, "2026-01-02T03:04:05Z out"));
    reading.onNext(frame(StreamType.STDERR, "2026-01-02T03:04:06Z err\n"));
    reading.onNext(frame(StreamType.STDOUT, "put\n"));
    reading.onComplete();

    assertThat(told)
        .containsExactly(
            "2026-01-02T03:04:06Z stderr err", "2026-01-02T03:04:05Z stdout output", "ended: ");
  }

  @Test
  void linesUpToTheTimeThatIsKnownAreLeftOut() {
    LogReading later = reading(Instant.parse("2026-01-02T03:04:05.5Z"));

    later.onNext(frame(StreamType.STDOUT, "2026-01-02T03:04:05.5Z known\n"));
    later.onNext(frame(StreamType.STDOUT, "2026-01-02T03:04:05.6Z news\n"));

    assertThat(told).containsExactly("2026-01-02T03:04:05.600Z stdout news");
  }

  @Test
  void whatWentWrongIsToldOnceInTheEnginesWords() {
    reading.onError(new InternalServerErrorException("{\"message\":\"driver cannot be read\"}"));
    reading.onComplete();

    assertThat(told).containsExactly("ended: driver cannot be read");
  }

  @Test
  void aContainerThatWasRemovedMeanwhileIsNoTrouble() {
    reading.onError(new NotFoundException("No such container"));

    assertThat(told).containsExactly("ended: ");
  }

  @Test
  void oneThatWasClosedBeforeItBeganIsClosedAsItBegins() {
    reading.close();
    assertThat(closed).hasValue(0);

    reading.onStart(closed::incrementAndGet);

    assertThat(closed).hasValue(1);
  }

  private LogReading reading(Instant since) {
    return new LogReading(
        since,
        new Reader() {
          @Override
          public void line(Instant time, String stream, String text) {
            told.add(time + " " + stream + " " + text);
          }

          @Override
          public void ended(String trouble) {
            told.add("ended: " + trouble);
          }
        });
  }

  private static Frame frame(StreamType stream, String text) {
    return new Frame(stream, text.getBytes(StandardCharsets.UTF_8));
  }
}
