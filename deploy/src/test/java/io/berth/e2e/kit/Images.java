package io.berth.e2e.kit;

import java.util.List;
import java.util.Map;

/**
 * Builds images of the example program and pushes them; deploy/images/app/app.c lists the words
 * that it understands.
 */
public final class Images {
  private Images() {}

  /**
   * Builds an image and pushes it to the tests' image registry.
   *
   * @param name such as {@code "web:r3"}
   * @param environment such as {@code "VERSION=v3", "CRASH_AFTER_S=2"}
   * @return its whole reference, {@code 127.0.0.1:5050/web:r3}
   */
  public static String push(String name, String... environment) {
    return pushTo(Ground.imageRegistry(), name, environment);
  }

  /** Builds an image and pushes it to an image registry. */
  public static String pushTo(String registry, String name, String... environment) {
    return pushTo(registry, Ground.dockerHost(), name, environment);
  }

  /** Builds an image on an engine and pushes it to an image registry that only that one reaches. */
  static String pushTo(String registry, String dockerHost, String name, String... environment) {
    String line = name + " ENV " + String.join(" ", environment);
    Ground.run(
        Map.of(),
        List.of(Ground.deploy().resolve("images/build").toString(), registry, dockerHost, line));
    return registry + "/" + name;
  }
}
