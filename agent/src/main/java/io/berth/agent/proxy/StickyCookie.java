package io.berth.agent.proxy;

import io.berth.agent.route.Route;
import io.berth.agent.route.Target;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The cookie by which a client comes back to the instance that answered it last. Browsers keep one
 * set of cookies for all ports of a host, so its name has the service in it; its value tells
 * instances apart and says nothing else of them.
 */
final class StickyCookie {
  private static final int LENGTH = 16;

  private StickyCookie() {}

  /** What the client brought for this route; empty for nothing. */
  static String read(Route route, HttpServerRequest request) {
    Cookie cookie = route.sticky() ? request.getCookie(name(route)) : null;
    return cookie == null ? "" : cookie.getValue();
  }

  /** What brings a client back to this target, until its browser is closed. */
  static Cookie of(Route route, Target target) {
    return Cookie.cookie(name(route), value(target))
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX);
  }

  /** What tells a target from others. */
  static String value(Target target) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(target.instance().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Route route) {
    return "berth-" + route.namespace() + "-" + route.service();
  }
}
