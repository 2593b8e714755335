package io.berth.agent.image;

/**
 * A reference to an image, as Docker reads it.
 *
 * @param name with the image registry's host if it says one: {@code 127.0.0.1:5000/web}; empty for
 *     an image id
 * @param tag {@code latest} if unsaid; empty where there is a digest
 * @param digest {@code sha256:…}, an image id where there is no name; empty where there is a tag
 */
public record ImageRef(String name, String tag, String digest) {
  private static final String ID = "sha256:";

  /** Reads {@code name[:tag][@digest]} or an image id. */
  public static ImageRef parse(String text) {
    if (text.startsWith(ID)) {
      return new ImageRef("", "", text);
    }
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    String name = colon < 0 ? named : named.substring(0, colon);
    if (at >= 0) {
      return new ImageRef(name, "", text.substring(at + 1));
    }
    return new ImageRef(name, colon < 0 ? "latest" : named.substring(colon + 1), "");
  }

  /** Whether it can never come to mean another image. */
  public boolean pinned() {
    return !digest.isEmpty();
  }

  /** Whether only this engine knows it. */
  public boolean local() {
    return name.isEmpty();
  }

  /** The same image from this registry, unless it names one itself. */
  public ImageRef from(String registry) {
    return registry.isEmpty() || local() || namesRegistry()
        ? this
        : new ImageRef(registry + "/" + name, tag, digest);
  }

  /** The same name at this digest. */
  public ImageRef at(String pinnedDigest) {
    return new ImageRef(name, "", pinnedDigest);
  }

  /** The part before the first slash is a registry if it can only be a host. */
  private boolean namesRegistry() {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return false;
    }
    String first = name.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  @Override
  public String toString() {
    if (local()) {
      return digest;
    }
    return digest.isEmpty() ? name + ":" + tag : name + "@" + digest;
  }
}
