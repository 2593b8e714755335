package io.berth.agent.route;

import java.util.List;
import java.util.Map;

/**
 * What a proxy has carried to an instance since it began to count; it only ever grows.
 *
 * @param namespace groups services
 * @param service its service
 * @param revision that the instance runs
 * @param instance its id
 * @param answers by class of status: the third is of 200 to 299; the first is of connections, of
 *     which nothing more is known
 * @param unreached connections that it did not take
 * @param broken requests that it did not answer, though it took them
 * @param received bytes of bodies that were carried to it
 * @param sent bytes of bodies that were carried from it
 * @param underWay requests and connections, now
 * @param latency microseconds to the head of each answer: an HdrHistogram, compressed (V2), in
 *     Base64
 */
public record TargetFigures(
    String namespace,
    String service,
    long revision,
    String instance,
    List<Long> answers,
    long unreached,
    long broken,
    long received,
    long sent,
    int underWay,
    String latency) {
  private static final int SERVER_ERRORS = 5;

  /** Never null. */
  public TargetFigures {
    answers = answers == null ? List.of() : List.copyOf(answers);
  }

  /** Requests and connections, answered or not. */
  public long requests() {
    return answers.stream().mapToLong(Long::longValue).sum() + unreached + broken;
  }

  /** Those that were answered with 500 and above, or not at all. */
  public long errors() {
    long refused = answers.size() > SERVER_ERRORS ? answers.get(SERVER_ERRORS) : 0;
    return refused + unreached + broken;
  }

  /**
   * The figures of a proxy.
   *
   * @param since names the run of the proxy that counts
   * @param refused what no instance got, or not all of it: why → how often
   */
  public record All(String since, List<TargetFigures> targets, Map<String, Long> refused) {
    /** Of a proxy that has carried nothing. */
    public static final All NONE = new All("", List.of(), Map.of());

    /** Never null. */
    public All {
      targets = targets == null ? List.of() : List.copyOf(targets);
      refused = refused == null ? Map.of() : Map.copyOf(refused);
    }
  }
}
