/**
 * What the journals on SQL databases share: the statements, and the one writer that commits in
 * groups. An engine gives its {@link io.berth.server.journal.sql.Sessions}, its {@link
 * io.berth.server.journal.sql.Dialect} and its tables.
 */
package io.berth.server.journal.sql;
