package io.berth.server.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How this server stands among the others.
 *
 * @param members those it sees, itself among them
 * @param missing those that are alive by the journal, but that it does not see
 * @param majority whether it sees more than half of all, or the half with the first by name: of the
 *     parts of a split one at most does
 */
record Standing(SortedSet<String> members, SortedSet<String> missing, boolean majority) {

  /**
   * Compares.
   *
   * @param members those seen
   * @param alive those with a lease in the journal, as it said last
   */
  static Standing of(Set<String> members, Set<String> alive) {
    SortedSet<String> all = new TreeSet<>(alive);
    all.addAll(members);
    SortedSet<String> missing = new TreeSet<>(all);
    missing.removeAll(members);
    boolean majority =
        members.size() > missing.size()
            || (members.size() == missing.size() && members.contains(all.first()));
    return new Standing(new TreeSet<>(members), missing, majority);
  }

  /**
   * Why others should be asked rather than this server.
   *
   * @param journalAway why the journal does not answer here; empty when it does
   * @param othersHaveJournal whether it answers any other server that is seen
   */
  List<String> reasons(String journalAway, boolean othersHaveJournal) {
    List<String> reasons = new ArrayList<>();
    if (!majority) {
      reasons.add("cut off from " + String.join(", ", missing));
    }
    if (!journalAway.isEmpty() && (othersHaveJournal || !majority)) {
      reasons.add("the journal cannot be reached from here: " + journalAway);
    }
    return reasons;
  }
}
