package io.berth.api;

/**
 * What a host's proxy has carried to an instance since the proxy began to count; it only ever
 * grows.
 *
 * @param namespace groups services
 * @param service its service
 * @param revision that the instance runs
 * @param instance its id
 * @param since names the count: another one begins from nothing
 * @param requests that were answered, and those that were not
 * @param errors of them, those that were answered with 500 and above or not at all
 * @param latency microseconds to the head of each answer: an HdrHistogram, compressed (V2), in
 *     Base64
 */
public record Figures(
    String namespace,
    String service,
    long revision,
    String instance,
    String since,
    long requests,
    long errors,
    String latency) {}
