package io.berth.sdk;

import java.time.Duration;

/**
 * How fast the client goes about its work.
 *
 * <p>The first three together keep the promise to leave a server that fails within 2 s: one that
 * refuses is left at once, one that is silent after {@code answer}, and one that falls silent while
 * a watch waits after {@code probe + probeAnswer}.
 *
 * @param answer how long a server may take to an answer that it need not wait for
 * @param probe between two looks at a server in use, where there are several; longer than {@code
 *     probeAnswer}
 * @param probeAnswer how long a server may take to such a look
 * @param well how long the preferred server must look ready, at least, until it is returned to
 * @param longPoll how long a server may hold a watch
 * @param spacing between two asks of one watch, at least: what a storm of changes may cost
 * @param early the pause after a server answered a watch too early with nothing new
 * @param absent the longest pause after a server said that there is no such service
 * @param backoff the first pause after every server failed
 * @param backoffMax the longest such pause
 */
record Pace(
    Duration answer,
    Duration probe,
    Duration probeAnswer,
    Duration well,
    Duration longPoll,
    Duration spacing,
    Duration early,
    Duration absent,
    Duration backoff,
    Duration backoffMax) {

  static Pace usual() {
    return new Pace(
        Duration.ofMillis(1500),
        Duration.ofMillis(1000),
        Duration.ofMillis(800),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMillis(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(200),
        Duration.ofSeconds(5));
  }
}
