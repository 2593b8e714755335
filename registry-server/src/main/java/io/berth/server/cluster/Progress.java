package io.berth.server.cluster;

import java.util.TreeMap;

/** The seq up to which all entries were seen, when they are seen in pieces and out of order. */
final class Progress {
  private final TreeMap<Long, Long> ahead = new TreeMap<>();
  private long reached;

  synchronized long reached() {
    return reached;
  }

  /** Every entry up to this one was seen. */
  synchronized void upTo(long seq) {
    saw(1, seq);
  }

  /** Every entry from the first to the last was seen. */
  synchronized void saw(long first, long last) {
    ahead.merge(first, last, Math::max);
    while (!ahead.isEmpty() && ahead.firstKey() <= reached + 1) {
      reached = Math.max(reached, ahead.pollFirstEntry().getValue());
    }
  }
}
