package io.berth.e2e.kit;

/** Specs with deadlines short enough for tests. */
public final class Specs {
  private Specs() {}

  /**
   * One replica of the example program, probed over HTTP, with a host port.
   *
   * @param image its reference
   * @param port the host port
   * @param update more keys of {@code deploy.update}, or of the same name to say something else,
   *     such as {@code "\"monitor\":\"20s\""}
   */
  public static String web(String image, int port, String... update) {
    return "{\"image\":\""
        + image
        + "\",\"ports\":[{\"target\":80,\"published\":"
        + port
        + "}],"
        + "\"healthcheck\":{\"http\":{\"path\":\"/up\",\"port\":80},\"interval\":\"500ms\",\"timeout\":\"1s\",\"retries\":2,\"start_period\":\"1s\"},"
        + "\"stop_grace_period\":\"3s\",\"deploy\":{"
        + update(update)
        + "}}";
  }

  /** The same with so many replicas. */
  public static String web(String image, int port, int replicas, String... update) {
    return web(image, port, update)
        .replace("\"deploy\":{", "\"deploy\":{\"replicas\":" + replicas + ",");
  }

  /** The same with this in its environment. */
  public static String web(String image, int port, String environment, String[] update) {
    return web(image, port, update)
        .replace("\"healthcheck\":", "\"environment\":{" + environment + "},\"healthcheck\":");
  }

  /** The same with a volume of its own, on which a second writer ends with 73. */
  public static String writer(String image, int port) {
    return web(image, port, "\"LOCK_FILE\":\"/data/lock\"", new String[0])
        .replace(
            "\"environment\":",
            "\"volumes\":[{\"source\":\"berth-"
                + port
                + "\",\"target\":\"/data\",\"exclusive\":true}],\"environment\":");
  }

  /** The {@code update} part alone. */
  public static String update(String... update) {
    java.util.Map<String, String> keys = new java.util.LinkedHashMap<>();
    keys.put("\"min_healthy_time\"", "\"500ms\"");
    keys.put("\"healthy_deadline\"", "\"20s\"");
    keys.put("\"progress_deadline\"", "\"30s\"");
    keys.put("\"monitor\"", "\"3s\"");
    for (String key : update) {
      keys.put(key.substring(0, key.indexOf(':')), key.substring(key.indexOf(':') + 1));
    }
    StringBuilder text = new StringBuilder("\"update\":{");
    keys.forEach(
        (key, value) ->
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",")
                .append(key)
                .append(':')
                .append(value));
    return text.append('}').toString();
  }
}
