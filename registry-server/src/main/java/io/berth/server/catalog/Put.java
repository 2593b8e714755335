package io.berth.server.catalog;

import io.berth.api.ChangeKind;
import io.berth.api.Revision;

/** The outcome of a put: the revision that the service is at, and whether that is new. */
public record Put(Revision revision, ChangeKind change) {}
