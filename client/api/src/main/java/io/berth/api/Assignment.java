package io.berth.api;

import io.berth.api.spec.Spec;

/**
 * What should run: this revision of this service, as this replica, on this host.
 *
 * @param namespace groups services
 * @param service its service
 * @param replica which copy, from 0
 * @param host where
 * @param revision which revision
 * @param image the image to run, pinned: {@code name@sha256:…}, or an image id {@code sha256:…}
 *     that only this engine has
 * @param spec the revision's spec
 * @param settled whether the revision held; until then the container that this one replaces is
 *     kept, stopped, to return to
 */
public record Assignment(
    String namespace,
    String service,
    int replica,
    String host,
    long revision,
    String image,
    Spec spec,
    boolean settled) {

  /** {@code namespace/service/replica}: what makes it one of its kind. */
  public String key() {
    return namespace + "/" + service + "/" + replica;
  }
}
