package io.berth.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One place in which two specs differ.
 *
 * @param path where, such as {@code deploy.update.monitor} or {@code ports[0]}
 * @param from the value before, null where there was none
 * @param to the value after, null where there is none
 */
public record Difference(String path, JsonNode from, JsonNode to) {}
