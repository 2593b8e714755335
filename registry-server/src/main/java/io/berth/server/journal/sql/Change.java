package io.berth.server.journal.sql;

import java.sql.SQLException;

/**
 * What is done inside the writer's transaction, which it shares with others. It refuses, by an
 * unchecked exception, only before it has changed anything.
 */
interface Change<T> {
  /** Makes the change; its answer is given when the transaction is durable. */
  T make(Ledger ledger) throws SQLException;
}
