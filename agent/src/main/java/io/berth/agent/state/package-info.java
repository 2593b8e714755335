/**
 * What the agent keeps on disk. All of it may be lost: what runs is then known again by its labels.
 */
package io.berth.agent.state;
