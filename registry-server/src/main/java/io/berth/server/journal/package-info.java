/**
 * The journal: the durable, ordered record of every change, and the truth.
 *
 * <p>Everything that must not be lost is a document of a {@link io.berth.server.journal.Kind} under
 * a key, in numbered versions 1, 2, 3 …; an entry is one such version. A write is a compare-and-set
 * on the versions of all the documents it touches, in one transaction: all of them become so, or
 * none.
 */
package io.berth.server.journal;
