/** The journal in an SQLite file, for one server. */
package io.berth.server.journal.sqlite;
