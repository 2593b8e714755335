package io.berth.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Applied.Change;
import io.berth.api.ChangeKind;
import io.berth.api.Fault;
import io.berth.api.spec.Spec;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One service of an apply. */
record Applying(ServiceName name, JsonNode document, Spec spec) {

  /**
   * Reads the document of an apply, service → spec.
   *
   * @throws InvalidSpec with every fault of every spec, each path led by its service
   */
  static List<Applying> read(String namespace, JsonNode document) {
    if (!ServiceName.isName(namespace)) {
      throw new InvalidRequest("namespace", ServiceName.rule());
    }
    if (!document.isObject() || document.isEmpty()) {
      throw new InvalidSpec(
          List.of(
              new Fault(
                  "",
                  "must be an object of services, such as {\"web\": {\"image\": \"web:v2\"}}")));
    }
    List<Fault> faults = new ArrayList<>();
    List<Applying> all = new ArrayList<>();
    document
        .properties()
        .forEach(
            service -> {
              String key = service.getKey();
              if (!ServiceName.isName(key)) {
                faults.add(
                    new Fault(
                        key.length() > 80 ? key.substring(0, 80) + "…" : key,
                        "is not a service's name: it " + ServiceName.rule()));
                return;
              }
              Spec spec = SpecReader.accept(service.getValue(), key, faults);
              all.add(new Applying(new ServiceName(namespace, key), service.getValue(), spec));
            });
    if (!faults.isEmpty()) {
      throw new InvalidSpec(faults);
    }
    return all;
  }

  Change change(Succession succession, boolean unchanged, ChangeKind kind, boolean dryRun) {
    List<String> warnings = Warnings.of(document);
    if (unchanged) {
      return new Change(
          name.service(), ChangeKind.UNCHANGED, succession.current(), null, List.of(), warnings);
    }
    String rollout = dryRun ? null : name.rollout(succession.next());
    return new Change(
        name.service(),
        kind,
        succession.next(),
        rollout,
        SpecDiff.between(succession.document().orElse(null), document),
        warnings);
  }

  /** What an apply answered the first time, from what it wrote. */
  static List<Change> replay(List<Change> changes, List<Entry> written) {
    Map<String, Entry> services = new HashMap<>();
    written.stream()
        .filter(entry -> entry.kind() == Kind.SERVICE)
        .forEach(entry -> services.put(ServiceName.ofKey(entry.key()).service(), entry));
    return changes.stream()
        .map(
            change -> {
              Entry entry = services.get(change.service());
              if (entry == null) {
                return change;
              }
              ChangeKind kind = entry.version() == 1 ? ChangeKind.CREATED : ChangeKind.UPDATED;
              String rollout = ServiceName.ofKey(entry.key()).rollout(entry.version());
              return new Change(
                  change.service(), kind, entry.version(), rollout, List.of(), change.warnings());
            })
        .toList();
  }
}
