/** Hosts: what their agents report, and whether they can be counted on. */
package io.berth.server.host;
