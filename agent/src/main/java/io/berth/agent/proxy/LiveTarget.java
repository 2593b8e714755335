package io.berth.agent.proxy;

import io.berth.agent.route.Target;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A target as it fares: what is under way with it, and whether it answers. Thread-safe. */
final class LiveTarget {
  private static final int CLOSED = Integer.MIN_VALUE;
  private static final int LONGEST_REST_DOUBLINGS = 3;

  private final Target target;
  // The count of claims, and in its highest bit whether it is closed: so that a claim and the close
  // are before or after each other, and nothing is between.
  private final AtomicInteger claims = new AtomicInteger();
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long restsUntil = System.nanoTime();
  private volatile Tally tally;

  /** Counted in this tally, until another one is said. */
  LiveTarget(Target target, Tally tally) {
    this.target = target;
    this.tally = tally;
  }

  /** Where it is counted from now on: a target may come to be one of another revision. */
  void countIn(Tally now) {
    tally = now;
  }

  /** Where it is counted. */
  Tally tally() {
    return tally;
  }

  Target target() {
    return target;
  }

  /** Takes it for an exchange, unless it is closed. Who has it gives it back with release. */
  boolean claim(Exchange exchange) {
    int before = claims.get();
    while (before >= 0) {
      if (claims.compareAndSet(before, before + 1)) {
        underWay.add(exchange);
        if (!isOpen()) {
          exchange.left(this);
        }
        return true;
      }
      before = claims.get();
    }
    return false;
  }

  void release(Exchange exchange) {
    if (underWay.remove(exchange)) {
      claims.decrementAndGet();
    }
  }

  /** Nothing claims it from now on. */
  void close() {
    claims.getAndUpdate(count -> count | CLOSED);
    underWay.forEach(exchange -> exchange.left(this));
  }

  /** It may be claimed again. */
  void open() {
    claims.getAndUpdate(count -> count & ~CLOSED);
  }

  boolean isOpen() {
    return claims.get() >= 0;
  }

  /** How many claim it now. */
  int underWay() {
    return claims.get() & ~CLOSED;
  }

  /** Ends what is under way. */
  void cut() {
    underWay.forEach(exchange -> exchange.cut(this));
  }

  /** It has died, and with it whatever is under way. */
  void lose() {
    underWay.forEach(exchange -> exchange.lost(this));
  }

  /** It did not take a connection. */
  void unreached() {
    tally.unreached();
    failed();
  }

  /** It took a request, and broke it off before it answered. */
  void broken() {
    tally.broken();
    failed();
  }

  /**
   * It did not take a connection, or broke one: it is left alone for 1, 2, 4, at most 8 seconds.
   */
  private void failed() {
    int before = failures.getAndIncrement();
    long rest = TimeUnit.SECONDS.toNanos(1L << Math.min(before, LONGEST_REST_DOUBLINGS));
    restsUntil = System.nanoTime() + rest;
  }

  /**
   * It answered.
   *
   * @param status 0 for a connection
   * @param nanos from its claim on
   */
  void answered(int status, long nanos) {
    tally.answered(status, nanos);
    if (failures.get() > 0) {
      failures.set(0);
      restsUntil = System.nanoTime();
    }
  }

  /** Whether it is left alone for a while, if any other can be had. */
  boolean rests() {
    return failures.get() > 0 && restsUntil - System.nanoTime() > 0;
  }
}
