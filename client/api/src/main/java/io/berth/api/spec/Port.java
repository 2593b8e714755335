package io.berth.api.spec;

/**
 * A port of a service.
 *
 * @param target the port inside the container, 1 to 65535
 * @param published the port on the host, 1 to 65535, or 0 when the engine is to choose one
 * @param protocol what it speaks
 * @param mode who owns the published port
 */
public record Port(int target, int published, Protocol protocol, PortMode mode) {}
