package io.berth.sdk;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a view current: asks, waits for the answer, shows it, asks again. One request is in flight
 * at a time, so answers come in order. Runs on the loop.
 *
 * <p>A tag is only ever shown to the server that gave it, and not after a failure, when that may be
 * a new process: nothing is assumed about two servers' tags. The first ask of another server, or
 * after a failure, thus has none and is answered at once.
 */
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private final String path;
  private final View view;
  private final Link link;
  private final Pace pace;
  private final Attempts attempts;

  /** The last answer that the view took; its server's tag is good as long as that is asked. */
  private Optional<Answer> last = Optional.empty();

  private int absences;
  private long askedAt;

  Watch(String path, View view, Link link) {
    this.path = path;
    this.view = view;
    this.link = link;
    this.pace = link.pace();
    this.attempts = link.attempts();
  }

  void ask() {
    URI endpoint = link.endpoints().current();
    Optional<String> tag =
        last.filter(answer -> answer.endpoint().equals(endpoint)).flatMap(Answer::etag);
    askedAt = System.nanoTime();
    link.transport()
        .send(
            endpoint,
            Ask.watch(path, tag, view.patience(), pace.answer()),
            (answer, failure) -> {
              if (failure == null) {
                heard(answer);
              } else {
                failed(endpoint, failure.toString());
              }
            });
  }

  private void heard(Answer answer) {
    try {
      switch (answer.status()) {
        case HttpURLConnection.HTTP_OK -> changed(answer);
        case HttpURLConnection.HTTP_NOT_MODIFIED -> {
          view.unchanged();
          succeeded(took().compareTo(pace.early()) < 0 ? pace.early() : Duration.ZERO);
        }
        case HttpURLConnection.HTTP_NOT_FOUND -> absent(answer);
        default -> failed(answer.endpoint(), answer.reason());
      }
    } catch (IOException | RuntimeException e) {
      failed(answer.endpoint(), "its answer cannot be read: " + e.getMessage());
    }
  }

  private void changed(Answer answer) throws IOException {
    boolean same = last.filter(before -> isRepeated(before, answer)).isPresent();
    if (!view.answered(answer.body())) {
      failed(answer.endpoint(), "its answer is older than what is known");
      return;
    }
    last = Optional.of(answer);
    absences = 0;
    // A server that repeats itself instead of waiting must not be asked without a pause.
    succeeded(same ? pace.early() : pace.spacing().minus(took()));
  }

  private void absent(Answer answer) {
    if (!answer.isRefusal()) {
      failed(answer.endpoint(), "it does not know the registry's API");
      return;
    }
    last = Optional.empty();
    view.absent();
    succeeded(absentPause());
  }

  /** Short at first: a container may ask before its agent has reported it. */
  private Duration absentPause() {
    absences++;
    Duration pause = Jitter.backoff(absences, pace, link.random());
    return pause.compareTo(pace.absent()) < 0 ? pause : pace.absent();
  }

  private static boolean isRepeated(Answer before, Answer answer) {
    return before.endpoint().equals(answer.endpoint()) && before.body().equals(answer.body());
  }

  private void succeeded(Duration pause) {
    if (attempts.inVain()) {
      log.info("{} is answered again", path);
    }
    attempts.succeeded();
    askAfter(pause);
  }

  private void failed(URI endpoint, String reason) {
    link.endpoints().failed(endpoint);
    last = Optional.empty();
    Duration pause = attempts.failed();
    if (attempts.justInVain()) {
      log.warn("No server answers {}, what is known is kept. {}: {}", path, endpoint, reason);
    } else {
      log.debug("{} does not answer {}: {}", endpoint, path, reason);
    }
    if (attempts.inVain()) {
      view.unanswered();
    }
    askAfter(pause);
  }

  private void askAfter(Duration pause) {
    if (pause.isNegative() || pause.isZero()) {
      ask();
    } else {
      link.loop().after(Jitter.shortened(pause, link.random()), this::ask);
    }
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - askedAt);
  }
}
