package io.berth.server.journal;

/**
 * A version that a write wants to commit.
 *
 * @param kind of the document
 * @param key of the document
 * @param version that it is to become: one more than the version it was made from
 * @param document of the kind's type; null to delete
 */
public record Draft(Kind kind, String key, long version, Object document) {}
