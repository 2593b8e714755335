/** The catalog: services, their revisions, and the rules for a spec. */
package io.berth.server.catalog;
