/** Assignments: which replica of a service goes on which host. */
package io.berth.server.assignment;
