package io.berth.api;

/**
 * One wrong place in the input.
 *
 * @param path where: {@code ports[1].published}, {@code web.deploy.replicas}, a header or a query
 *     parameter
 * @param message what was wrong and what would be right: {@code must be 1 to 65535, not 70000}
 */
public record Fault(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
