package io.berth.cli.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The addresses of the registry's servers, as people write them: {@code host:7400,https://two}. */
public final class Servers {
  /** Where a server listens unless told otherwise. */
  public static final String DEFAULT = "http://127.0.0.1:7400";

  private Servers() {}

  /**
   * Reads a list separated by commas; {@code http://} may be left out.
   *
   * @throws IllegalArgumentException when one of them is not an address
   */
  public static List<URI> parse(String text) {
    List<URI> servers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        servers.add(server(part.strip()));
      }
    }
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("must name a server such as " + DEFAULT);
    }
    return List.copyOf(servers);
  }

  private static URI server(String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    String address = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    try {
      URI uri = new URI(address);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      // Said below, in words that help.
    }
    throw new IllegalArgumentException(
        "must be an address such as " + DEFAULT + ", not \"" + text + "\"");
  }
}
