package io.berth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One change, as sent to those who follow {@code /v1/events}.
 *
 * @param seq its place in the journal; null for changes of instances' health, which are not
 *     journaled
 * @param kind {@code service}, {@code rollout}, {@code assignment}, {@code host}, {@code instance}
 *     or {@code record}
 * @param key what changed: {@code default/web}, {@code default.web.3}, {@code h1}
 * @param version of it, 0 where it has none
 * @param deleted whether it is gone
 * @param author who did it, empty for instances
 * @param message why
 * @param at when
 */
public record Event(
    @JsonInclude(JsonInclude.Include.NON_NULL) Long seq,
    String kind,
    String key,
    long version,
    boolean deleted,
    String author,
    String message,
    Instant at) {}
