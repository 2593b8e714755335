package io.berth.api;

/**
 * Tells a host to make an image ready ahead of a switch.
 *
 * @param image as in the spec ({@code "web:v2"}), or pinned ({@code name@sha256:…}) once the
 *     rollout's digest is known
 * @param registryAuth the name of the credentials on the host, empty for none
 * @param rollout the rollout that needs it; a new rollout pulls again, so that a moved tag is seen
 */
public record ImageOrder(String image, String registryAuth, String rollout) {}
