/**
 * What is to be done so that a host runs what is desired of it: a pure function from what is
 * desired and what is observed to steps. No I/O, no clock, no Docker.
 */
package io.berth.agent.reconcile;
