/**
 * Watches: requests that are answered when the state differs from what the asker holds.
 *
 * <p>Level-triggered: a nudge only says that something may have changed, and may be lost; what
 * counts is the comparison, which is made again every few seconds anyway.
 */
package io.berth.server.watch;
