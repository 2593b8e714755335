package io.berth.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request, before a server is chosen for it.
 *
 * @param method {@code GET}, {@code PUT}, {@code POST} or {@code DELETE}
 * @param target path and query, encoded
 * @param headers beside those that every request has
 * @param body null for none
 */
public record Call(String method, String target, Map<String, String> headers, JsonNode body) {

  /** A request for the path of these segments, each encoded whatever it holds. */
  public static Call of(String method, String... segments) {
    String path = Arrays.stream(segments).map(s -> "/" + encoded(s)).collect(Collectors.joining());
    return new Call(method, path, Map.of(), null);
  }

  /** A GET of the path of these segments. */
  public static Call get(String... segments) {
    return of("GET", segments);
  }

  /** With a query parameter; null or empty leaves it out. */
  public Call query(String name, Object value) {
    if (value == null || value.toString().isEmpty()) {
      return this;
    }
    String separator = target.contains("?") ? "&" : "?";
    return new Call(
        method, target + separator + name + "=" + encoded(value.toString()), headers, body);
  }

  /** With a header. */
  public Call header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, target, more, body);
  }

  /** With a body. */
  public Call body(JsonNode json) {
    return new Call(method, target, headers, json);
  }

  /** Whether it may change something. */
  public boolean mutates() {
    return !method.equals("GET");
  }

  private static String encoded(String text) {
    String form = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    // A dot segment would be resolved away on the road, and another thing asked for.
    return form.equals(".") || form.equals("..") ? form.replace(".", "%2E") : form;
  }
}
