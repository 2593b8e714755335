/** The journal in a PostgreSQL database, for any number of servers. */
package io.berth.server.journal.postgres;
