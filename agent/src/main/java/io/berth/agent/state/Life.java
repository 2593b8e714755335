package io.berth.agent.state;

import io.berth.agent.container.Container.Run;
import io.berth.agent.reconcile.Ending;
import io.berth.agent.reconcile.Phase;
import java.time.Instant;
import java.util.Objects;

/**
 * What the agent remembers of a container, because the engine does not. Immutable.
 *
 * @param startedAt its last start that was seen; null for none
 * @param endedAt its last end that was seen; null for none
 * @param stopAsked the start of the run that this agent stopped last; null for none
 * @param ending why it ended last; null where it never did
 * @param exitCode of its last end
 * @param ends how often it ended
 * @param restarts how often it was started again after it ended unasked
 * @param recordedEnd which of its ends was recorded last, 0 for none
 * @param counted whether it was healthy for long enough in its present run
 */
public record Life(
    Instant startedAt,
    Instant endedAt,
    Instant stopAsked,
    Ending ending,
    int exitCode,
    int ends,
    int restarts,
    int recordedEnd,
    boolean counted) {

  /** Of a container that this agent has just made. */
  public static Life born() {
    return new Life(null, null, null, null, 0, 0, 0, 0, false);
  }

  /** Of a container that this agent finds and knows nothing of. */
  public static Life found(Run run) {
    boolean ended = run.phase() == Phase.ENDED;
    return new Life(
        run.startedAt(),
        run.endedAt(),
        null,
        ended ? Ending.UNKNOWN : null,
        run.exitCode(),
        ended ? 1 : 0,
        0,
        0,
        false);
  }

  /**
   * After a look at it.
   *
   * @param engineAway whether the engine was away since the last look, and so may have ended it
   */
  public Life seen(Run run, boolean engineAway) {
    Life life = this;
    if (!Objects.equals(run.startedAt(), startedAt)) {
      life = life.started(run.startedAt());
    }
    if (run.phase() == Phase.ENDED && !Objects.equals(run.endedAt(), endedAt)) {
      boolean asked = engineAway || Objects.equals(run.startedAt(), life.stopAsked);
      life = life.ended(run, asked ? Ending.ASKED : Ending.UNASKED);
    }
    return life;
  }

  private Life started(Instant at) {
    int again = startedAt == null || ending == Ending.ASKED ? restarts : restarts + 1;
    return new Life(at, endedAt, stopAsked, ending, exitCode, ends, again, recordedEnd, false);
  }

  private Life ended(Run run, Ending why) {
    return new Life(
        startedAt,
        run.endedAt(),
        stopAsked,
        why,
        run.exitCode(),
        ends + 1,
        restarts,
        recordedEnd,
        false);
  }

  /** After it was asked to end. */
  public Life withStopAsked() {
    return with(startedAt, recordedEnd, counted);
  }

  /** After its last end was recorded. */
  public Life withRecord() {
    return with(stopAsked, ends, counted);
  }

  /** Once it was healthy for long enough, or no longer. */
  public Life withCounted(boolean now) {
    return with(stopAsked, recordedEnd, now);
  }

  private Life with(Instant asked, int recorded, boolean counts) {
    return new Life(startedAt, endedAt, asked, ending, exitCode, ends, restarts, recorded, counts);
  }

  /** Whether its last end was recorded. */
  public boolean recorded() {
    return ends > 0 && recordedEnd == ends;
  }
}
