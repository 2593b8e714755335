package io.berth.agent.proxy;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers go on, and which are between two neighbours only (RFC 9110, 7.6.1), and what is
 * said of the client whom a target does not see.
 */
final class Headers {
  private static final Set<String> NEIGHBOURS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");
  private static final CharSequence FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final CharSequence FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
  private static final CharSequence FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");

  private Headers() {}

  /** Those of a request, as a target gets them. */
  static void toTarget(HttpServerRequest request, MultiMap out) {
    MultiMap in = request.headers();
    pass(in, out);
    String host = host(request);
    if (!host.isEmpty()) {
      out.set(HttpHeaders.HOST, host);
      if (!in.contains(FORWARDED_HOST)) {
        out.set(FORWARDED_HOST, host);
      }
    }
    String client = request.remoteAddress().hostAddress();
    String before = String.join(", ", in.getAll(FORWARDED_FOR));
    out.set(FORWARDED_FOR, before.isEmpty() ? client : before + ", " + client);
    if (!in.contains(FORWARDED_PROTO)) {
      out.set(FORWARDED_PROTO, "http");
    }
  }

  /** Whether the client asks to speak something else on this connection from now on. */
  static boolean upgrades(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.headers().contains(HttpHeaders.UPGRADE)
        && connection(request.headers()).contains("upgrade");
  }

  /** Whether the client asks nothing more on this connection. */
  static boolean closes(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONNECTION)
        && connection(request.headers()).contains("close");
  }

  /** Whether a body follows the head of a request. */
  static boolean hasBody(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return !request.isEnded();
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  /** Copies those that go on. */
  static void pass(MultiMap in, MultiMap out) {
    Set<String> named = connection(in);
    for (Map.Entry<String, String> header : in) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!NEIGHBOURS.contains(name) && !named.contains(name) && !name.startsWith(":")) {
        out.add(header.getKey(), header.getValue());
      }
    }
  }

  /** What the header Connection lists, in lower case. */
  private static Set<String> connection(MultiMap headers) {
    if (!headers.contains(HttpHeaders.CONNECTION)) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String list : headers.getAll(HttpHeaders.CONNECTION)) {
      for (String name : list.toLowerCase(Locale.ROOT).split(",", -1)) {
        names.add(name.trim());
      }
    }
    return names;
  }

  private static String host(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host != null) {
      return host;
    }
    return request.authority() == null ? "" : request.authority().toString();
  }
}
