/**
 * Instances: the running copies of a service, reported by agents or registered by themselves, and
 * the lookup of them.
 */
package io.berth.server.instance;
