package io.berth.server.catalog;

import io.berth.api.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A service's full name. Both parts are DNS labels (RFC 1123): 1 to 63 of a–z, 0–9 and inner
 * hyphens.
 */
public record ServiceName(String namespace, String service) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final String RULE =
      "must be 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit";

  /**
   * Checks both parts.
   *
   * @throws InvalidRequest when one is not a name
   */
  public static ServiceName of(String namespace, String service) {
    List<Fault> faults = new ArrayList<>();
    if (!isName(namespace)) {
      faults.add(new Fault("namespace", RULE));
    }
    if (!isName(service)) {
      faults.add(new Fault("service", RULE));
    }
    if (!faults.isEmpty()) {
      throw new InvalidRequest(faults);
    }
    return new ServiceName(namespace, service);
  }

  /** Reads a journal key, {@code namespace/service} with or without more behind it. */
  public static ServiceName ofKey(String key) {
    String[] parts = key.split("/", 3);
    return new ServiceName(parts[0], parts[1]);
  }

  /** Reads the id of a rollout, {@code namespace.service.revision}. */
  public static ServiceName ofRollout(String id) {
    String[] parts = id.split("\\.", 3);
    return new ServiceName(parts[0], parts[1]);
  }

  /** Whether the text may name a service, a namespace or a host. */
  public static boolean isName(String text) {
    return text.length() <= 63 && LABEL.matcher(text).matches();
  }

  /** What {@link #isName} asks for, in words. */
  public static String rule() {
    return RULE;
  }

  /** The key of its spec in the journal. */
  public String key() {
    return namespace + "/" + service;
  }

  /** What the keys of its assignments, instances and records start with. */
  public String prefix() {
    return key() + "/";
  }

  /** The id of the rollout of one of its revisions. */
  public String rollout(long revision) {
    return rolloutPrefix() + revision;
  }

  /** What the ids of its rollouts start with. */
  public String rolloutPrefix() {
    return namespace + "." + service + ".";
  }

  @Override
  public String toString() {
    return key();
  }
}
