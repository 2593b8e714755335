/**
 * What end-to-end tests are written with: a {@link io.berth.e2e.kit.House} has real servers,
 * agents, engines and image registries, a {@link io.berth.e2e.kit.Load} calls a service through it
 * all and counts what fails.
 */
package io.berth.e2e.kit;
