/** Rollouts watched to their end. */
package io.berth.cli.follow;
