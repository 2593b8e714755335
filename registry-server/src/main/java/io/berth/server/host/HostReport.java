package io.berth.server.host;

import io.berth.api.HostStatus;
import java.time.Instant;

/** An agent's last report, and when it came to this server, by its steady clock. */
public record HostReport(HostStatus status, Instant seenAt) {}
