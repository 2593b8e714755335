package io.berth.agent.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/** What a target did since it is known; it only ever grows. Thread-safe. */
final class Figures {
  private static final int CLASSES = 6;
  private static final int HUNDRED = 100;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 2;

  private final LongAdder[] answers = new LongAdder[CLASSES];
  private final LongAdder unreached = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final AtomicHistogram latency = new AtomicHistogram(LONGEST_MICROS, DIGITS);

  Figures() {
    for (int i = 0; i < CLASSES; i++) {
      answers[i] = new LongAdder();
    }
  }

  /**
   * It answered.
   *
   * @param nanos from the request's head to the answer's
   */
  void answered(int status, long nanos) {
    answers[Math.min(CLASSES - 1, Math.max(0, status / HUNDRED))].increment();
    latency.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** It took a connection, of which nothing more is known. */
  void connected(long nanos) {
    answered(0, nanos);
  }

  /** It did not take a connection. */
  void unreached() {
    unreached.increment();
  }

  /** It broke a connection before all was said. */
  void broken() {
    broken.increment();
  }

  /** So much was carried to it, and from it. */
  void carried(long toIt, long fromIt) {
    received.add(toIt);
    sent.add(fromIt);
  }

  /** Answers of a class: 2 for 200 to 299; 0 for connections. */
  long answers(int statusClass) {
    return answers[statusClass].sum();
  }

  long unreachedCount() {
    return unreached.sum();
  }

  long brokenCount() {
    return broken.sum();
  }

  long receivedBytes() {
    return received.sum();
  }

  long sentBytes() {
    return sent.sum();
  }

  /** Microseconds to the answer's head. */
  Histogram latency() {
    return latency.copy();
  }
}
