package io.berth.agent.proxy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/** Counts what is carried to an instance; it only ever grows. Thread-safe. */
final class Tally {
  private static final int CLASSES = 6;
  private static final int HUNDRED = 100;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 2;

  private final List<LongAdder> answers = Stream.generate(LongAdder::new).limit(CLASSES).toList();
  private final LongAdder unreached = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final AtomicHistogram latency = new AtomicHistogram(LONGEST_MICROS, DIGITS);

  /**
   * It answered.
   *
   * @param status 0 for a connection, of which nothing more is known
   * @param nanos from the claim to the answer's head
   */
  void answered(int status, long nanos) {
    answers.get(Math.min(CLASSES - 1, Math.max(0, status / HUNDRED))).increment();
    latency.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** It did not take a connection. */
  void unreached() {
    unreached.increment();
  }

  /** It took a request and did not answer it. */
  void broken() {
    broken.increment();
  }

  /** So many bytes were carried to it, and from it. */
  void carried(long toIt, long fromIt) {
    received.add(toIt);
    sent.add(fromIt);
  }

  List<Long> answers() {
    return answers.stream().map(LongAdder::sum).toList();
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

  /** The latencies, compressed, in Base64. */
  String latency() {
    Histogram copy = latency.copy();
    ByteBuffer buffer = ByteBuffer.allocate(copy.getNeededByteBufferCapacity());
    int length = copy.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }
}
