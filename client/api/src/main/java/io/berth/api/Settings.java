package io.berth.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The settings of the revision that a service, or the instance or host that was asked for, runs.
 */
public record Settings(String namespace, String service, long revision, JsonNode settings) {}
