package io.berth.api.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A port of a service.
 *
 * @param target the port inside the container, 1 to 65535
 * @param published the port on the host, 1 to 65535, or 0 when the engine is to choose one
 * @param protocol what it speaks
 * @param mode who owns the published port
 * @param sticky whether the host's proxy leads a client back to the instance that answered it last,
 *     by a cookie
 */
public record Port(
    int target,
    int published,
    Protocol protocol,
    PortMode mode,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean sticky) {
  /** Whether a container has the port of the host itself, so that there is room for one of them. */
  @JsonIgnore
  public boolean isFixed() {
    return mode == PortMode.HOST && published != 0;
  }

  /** Whether the host's proxy has the port. */
  @JsonIgnore
  public boolean isProxied() {
    return mode == PortMode.PROXY && published != 0;
  }
}
