package io.berth.sdk;

import java.util.Map;
import java.util.Optional;

/** What the agent told this process of itself, by the variables it sets in every container. */
record Surroundings(Map<String, String> environment) {

  String namespace() {
    return said("BERTH_NAMESPACE").orElse("default");
  }

  Optional<String> host() {
    return said("BERTH_HOST");
  }

  String servers() {
    return said("BERTH_SERVER").orElse("http://127.0.0.1:7400");
  }

  /** The instance of this service that this process is, if it is one. */
  Optional<String> instanceOf(String namespace, String service) {
    boolean ours =
        said("BERTH_SERVICE").orElse(service).equals(service) && namespace().equals(namespace);
    return said("BERTH_INSTANCE").filter(id -> ours).map(Names::instance);
  }

  private Optional<String> said(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }
}
