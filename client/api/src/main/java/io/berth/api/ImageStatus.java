package io.berth.api;

/**
 * How far a host is with an {@link ImageOrder}.
 *
 * @param image as ordered
 * @param rollout as ordered
 * @param state how far
 * @param pinned when ready: {@code name@sha256:…}, or the image id {@code sha256:…} of an image
 *     that no registry knows; else empty
 * @param error when failed: the pull that failed and what the image registry answered; else empty
 */
public record ImageStatus(
    String image, String rollout, ImageState state, String pinned, String error) {}
