package io.berth.agent.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.berth.agent.container.ImageStore.Login;
import io.berth.agent.container.ImageStore.Pulled;
import io.berth.agent.container.PullException;
import io.berth.agent.container.PullException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One pull, and what the engine tells of it. */
final class Pull extends ResultCallback.Adapter<PullResponseItem> {
  private static final String DIGEST = "Digest: ";
  private static final String FRESH = "Status: Downloaded newer image";

  private final String reference;
  private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
  private String digest = "";
  private boolean fresh;

  /** What came over the stream; {@code last} ends it, with an error or without. */
  private record Word(boolean last, Throwable error, PullResponseItem item) {}

  Pull(String reference) {
    this.reference = reference;
  }

  @Override
  public void onNext(PullResponseItem item) {
    words.add(new Word(false, null, item));
  }

  @Override
  public void onError(Throwable throwable) {
    words.add(new Word(true, throwable, null));
  }

  @Override
  public void onComplete() {
    words.add(new Word(true, null, null));
  }

  Pulled run(DockerClient client, Optional<Login> login, Duration stall) {
    PullImageCmd command = client.pullImageCmd(reference);
    login.ifPresent(known -> command.withAuthConfig(auth(known)));
    command.exec(this);
    Word word = next(stall);
    while (!word.last()) {
      read(word.item());
      word = next(stall);
    }
    if (word.error() != null) {
      throw failure(word.error());
    }
    if (digest.isEmpty()) {
      throw new PullException(reference, Kind.OTHER, "the engine did not say which digest it got");
    }
    return new Pulled(digest, fresh);
  }

  private Word next(Duration stall) {
    try {
      Word word = words.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
      if (word == null) {
        throw new PullException(
            reference, Kind.STALLED, "nothing came for " + stall.toSeconds() + " s");
      }
      return word;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PullException(reference, Kind.ENGINE_AWAY, "interrupted");
    }
  }

  @SuppressWarnings("deprecation") // An older engine fills only the old one of the two.
  private void read(PullResponseItem item) {
    if (item.isErrorIndicated()) {
      String error =
          item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null
              ? item.getErrorDetail().getMessage()
              : item.getError();
      throw new PullException(reference, Kind.of(reference, error), error);
    }
    String status = item.getStatus() == null ? "" : item.getStatus();
    if (status.startsWith(DIGEST)) {
      digest = status.substring(DIGEST.length()).strip();
    } else if (status.startsWith(FRESH)) {
      fresh = true;
    }
  }

  private PullException failure(Throwable error) {
    if (error instanceof DockerException answer) {
      String message = Faults.message(answer);
      return new PullException(reference, Kind.of(reference, message), message);
    }
    RuntimeException cause =
        error instanceof RuntimeException runtime ? runtime : new IllegalStateException(error);
    return new PullException(reference, Kind.ENGINE_AWAY, Faults.of(cause).getMessage());
  }

  private static AuthConfig auth(Login login) {
    return new AuthConfig()
        .withUsername(login.username())
        .withPassword(login.password())
        .withRegistryAddress(login.registry());
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
