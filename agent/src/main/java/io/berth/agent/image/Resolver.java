package io.berth.agent.image;

import io.berth.agent.container.ImageStore;
import io.berth.agent.container.ImageStore.LocalImage;
import io.berth.agent.container.ImageStore.Login;
import io.berth.agent.container.ImageStore.Pulled;
import io.berth.agent.container.PullException;
import io.berth.agent.container.PullException.Kind;
import io.berth.agent.state.Memory.PulledImage;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes images ready on this host, and says by what digest they are known from then on. */
public final class Resolver {
  private static final Logger log = LoggerFactory.getLogger(Resolver.class);

  /** What must be free before a pull, in MiB: a disk that is full harms what runs. */
  static final long LEAST_FREE = 256;

  private static final int MEBIBYTE = 20;

  private final ImageStore store;
  private final Credentials credentials;
  private final String registry;
  private final Consumer<PulledImage> brought;

  /**
   * On this engine.
   *
   * @param registry where images come from that name no registry; empty for Docker Hub
   * @param brought told of images that were not on the host before, on the caller's thread
   */
  public Resolver(
      ImageStore store, Credentials credentials, String registry, Consumer<PulledImage> brought) {
    this.store = store;
    this.credentials = credentials;
    this.registry = registry;
    this.brought = brought;
  }

  /**
   * Makes an image ready. A tag is asked of its registry, as it may have moved; what is pinned and
   * here is left as it is.
   *
   * @return the image, pinned by digest, or by id where no registry knows it
   * @throws PullException when it cannot be had
   */
  public String resolve(String image, String registryAuth) {
    ImageRef asked = ImageRef.parse(image);
    ImageRef whole = asked.from(registry);
    if (whole.pinned() && store.find(whole.toString()).isPresent()) {
      return whole.toString();
    }
    if (whole.local()) {
      throw new PullException(image, Kind.NOT_FOUND, "an image id names no registry to ask");
    }
    try {
      return pull(whole, registryAuth);
    } catch (PullException e) {
      return standIn(asked, whole, e);
    }
  }

  private String pull(ImageRef reference, String registryAuth) {
    checkRoom(reference);
    Pulled pulled = store.pull(reference.toString(), login(reference, registryAuth));
    String pinned = reference.at(pulled.digest()).toString();
    if (pulled.fresh()) {
      brought.accept(new PulledImage(reference.toString(), pinned));
    }
    log.info("image {} is {}", reference, pulled.digest());
    return pinned;
  }

  private void checkRoom(ImageRef reference) {
    long free = store.free().orElse(Long.MAX_VALUE) >> MEBIBYTE;
    if (free < LEAST_FREE) {
      throw new PullException(
          reference.toString(),
          Kind.NO_SPACE,
          free + " MiB are free for images, and " + LEAST_FREE + " MiB are to be before a pull");
    }
  }

  private Optional<Login> login(ImageRef reference, String registryAuth) {
    try {
      return credentials.find(registryAuth);
    } catch (IOException e) {
      throw new PullException(reference.toString(), Kind.OTHER, String.valueOf(e.getMessage()));
    }
  }

  /**
   * An image of that name on the host will do where its registry is away or never had it, as with
   * one that was built here; not where the registry refused it.
   */
  private String standIn(ImageRef asked, ImageRef whole, PullException failure) {
    if (whole.pinned()
        || (failure.kind() != Kind.UNREACHABLE && failure.kind() != Kind.NOT_FOUND)) {
      throw failure;
    }
    Optional<LocalImage> local = store.find(whole.toString());
    LocalImage image = local.or(() -> store.find(asked.toString())).orElseThrow(() -> failure);
    log.info("{}; the image of that name on this host is used", failure.getMessage());
    return image.digests().stream()
        .filter(digest -> ImageRef.parse(digest).name().equals(whole.name()))
        .findFirst()
        .orElse(image.id());
  }
}
