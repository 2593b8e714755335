package io.berth.server.host;

import io.berth.api.HostStatus;
import java.time.Instant;

/** An agent's last report, and when a server got it. */
public record HostReport(HostStatus status, Instant seenAt) {}
