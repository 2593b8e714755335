package io.berth.server.http;

import io.berth.api.Registration;
import io.berth.api.Settings;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.ServiceName;
import io.berth.server.instance.Lookup;
import io.berth.server.instance.Registrations;
import io.berth.server.instance.SettingsReader;
import io.berth.server.watch.State;
import io.berth.server.watch.Topic;
import java.util.List;
import java.util.Map;

/** Instances: looked up, registered, and the settings that they read. */
final class InstanceRoutes {
  private final Lookup lookup;
  private final Registrations registrations;
  private final SettingsReader settings;
  private final Readiness readiness;

  InstanceRoutes(
      Lookup lookup, Registrations registrations, SettingsReader settings, Readiness readiness) {
    this.lookup = lookup;
    this.registrations = registrations;
    this.settings = settings;
    this.readiness = readiness;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "lookUpInstances", this::lookUp,
        "registerInstance", this::register,
        "removeInstance", this::remove,
        "getSettings", this::settings);
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/instances */
  private Reply lookUp(Request request) {
    ServiceName name = request.service();
    boolean passing = request.flag("passing");
    return new Reply.Watched(
        Topic.service(name),
        passing ? "passing" : "instances",
        () ->
            State.hashed(
                ETags.hash(lookup.steady(name, passing)),
                () -> Answer.bytes(lookup.instances(name, passing))));
  }

  /** PUT /v1/namespaces/{namespace}/services/{service}/instances/{instance} */
  private Reply register(Request request) {
    ServiceName name = request.service();
    String id = request.id("instance");
    Caller caller = request.caller("");
    readiness.check();
    return Reply.blocking(
        () -> {
          var outcome = registrations.put(name, id, request.body(Registration.class), caller);
          return Answer.json(outcome.created() ? 201 : 200, outcome.instance());
        });
  }

  /** DELETE /v1/namespaces/{namespace}/services/{service}/instances/{instance} */
  private Reply remove(Request request) {
    ServiceName name = request.service();
    String id = request.id("instance");
    Caller caller = request.caller("");
    return Reply.blocking(
        () -> {
          registrations.delete(name, id, caller);
          return Answer.empty(204);
        });
  }

  /** GET /v1/namespaces/{namespace}/services/{service}/settings */
  private Reply settings(Request request) {
    ServiceName name = request.service();
    String host = request.named("host").orElse(null);
    String instance = request.text("instance").orElse(null);
    return new Reply.Watched(
        Topic.service(name),
        List.of("settings", String.valueOf(host), String.valueOf(instance)),
        () -> {
          Settings now = settings.read(name, host, instance);
          return State.numbered(now.revision(), () -> Answer.bytes(now));
        });
  }
}
