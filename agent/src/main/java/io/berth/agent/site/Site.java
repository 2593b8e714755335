package io.berth.agent.site;

import java.util.Map;

/**
 * Who this agent is.
 *
 * @param cluster only containers labelled with it are ever touched
 * @param host the host's name
 * @param address where published ports are reached
 * @param publishAddress what published ports are bound to
 * @param labels of the host, for placement
 */
public record Site(
    String cluster,
    String host,
    String address,
    String publishAddress,
    Map<String, String> labels) {}
