/**
 * Histories of compare-and-set writes and reads of one service, and whether they are linearizable:
 * {@link io.berth.e2e.history.Recorder} takes them down, {@link
 * io.berth.e2e.history.Linearizability} decides.
 */
package io.berth.e2e.history;
