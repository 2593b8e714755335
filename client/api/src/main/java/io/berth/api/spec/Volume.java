package io.berth.api.spec;

/**
 * A mount.
 *
 * @param source a named volume, or an absolute path of the host
 * @param target an absolute path in the container
 * @param exclusive whether at most one container may ever have it mounted
 */
public record Volume(String source, String target, boolean exclusive) {}
