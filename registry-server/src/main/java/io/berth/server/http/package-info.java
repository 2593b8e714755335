/**
 * The HTTP side: routes bound to the contract, typed reading of inputs, and one table of errors.
 *
 * <p>An {@link io.berth.server.http.Operation} reads its inputs and says how it is answered, see
 * {@link io.berth.server.http.Reply}; everything that all operations share is done in {@link
 * io.berth.server.http.Exchange}.
 */
package io.berth.server.http;
