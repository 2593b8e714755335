package io.berth.api;

import java.util.List;

/**
 * What an apply did, or would do.
 *
 * @param namespace where
 * @param dryRun whether nothing was written
 * @param changes one a service, in the order of the document
 */
public record Applied(String namespace, boolean dryRun, List<Change> changes) {
  /** Never null. */
  public Applied {
    changes = changes == null ? List.of() : List.copyOf(changes);
  }

  /**
   * What an apply did, or would do, to one service.
   *
   * @param service its name
   * @param change created, updated or unchanged
   * @param revision the revision it has now, or would get
   * @param rollout the rollout that was started; null when unchanged or in a dry run
   * @param differences against the revision before
   * @param warnings what in the spec has no effect yet
   */
  public record Change(
      String service,
      ChangeKind change,
      long revision,
      String rollout,
      List<Difference> differences,
      List<String> warnings) {
    /** Never null. */
    public Change {
      differences = differences == null ? List.of() : List.copyOf(differences);
      warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
  }
}
