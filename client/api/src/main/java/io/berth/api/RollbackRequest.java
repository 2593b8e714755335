package io.berth.api;

/**
 * Asks for an earlier revision to be put back.
 *
 * @param to the revision; null for the last one that was stable, other than the newest
 * @param message why; null for a plain one
 */
public record RollbackRequest(Long to, String message) {}
