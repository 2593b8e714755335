package io.berth.server.journal;

import java.time.Instant;

/**
 * A claim in the journal, on the journal's clock.
 *
 * @param name what is claimed
 * @param holder who holds it
 * @param epoch grows each time that the holder changes
 * @param until when it ends unless renewed
 */
public record Lease(String name, String holder, long epoch, Instant until) {}
