package io.berth.agent.container;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The images on a host's engine. Calls block and may be made from any thread. */
public interface ImageStore {

  /** The image that a reference, a digest or an id means here, if it is here. */
  Optional<LocalImage> find(String reference);

  /**
   * Pulls an image. It may take as long as it goes on: the deadline is for standing still.
   *
   * @param reference whole: {@code HOST/NAME:TAG} or {@code HOST/NAME@sha256:…}
   * @throws PullException when it could not be pulled, with what the image registry answered
   */
  Pulled pull(String reference, Optional<Login> login);

  /**
   * Bytes that are free where the engine keeps images; empty where that cannot be seen from here.
   */
  OptionalLong free();

  /** Takes a reference away, and the image with its last one; does nothing when it is in use. */
  void remove(String reference);

  /**
   * An image that is here.
   *
   * @param id {@code sha256:…}
   * @param digests what registries know it by: {@code name@sha256:…}
   */
  record LocalImage(String id, List<String> digests) {}

  /**
   * The outcome of a pull.
   *
   * @param digest {@code sha256:…}
   * @param fresh whether it was not here before
   */
  record Pulled(String digest, boolean fresh) {}

  /** Credentials for an image registry; never shown. */
  record Login(String username, String password, String registry) {
    @Override
    public String toString() {
      return "Login[" + username + " at " + registry + "]";
    }
  }
}
