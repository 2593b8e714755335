package io.berth.server.http;

/** What an operation of the contract does: reads its inputs, and says how it is answered. */
@FunctionalInterface
interface Operation {
  /**
   * Called on an event loop; must not block.
   *
   * @throws RuntimeException as {@link Problems} knows them
   */
  Reply answer(Request request);
}
