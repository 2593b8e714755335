package io.berth.agent.http;

import io.berth.agent.container.LogSource.Range;
import io.berth.api.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which lines are asked for.
 *
 * @param namespace groups services
 * @param service whose containers
 * @param revision only of this one; 0 for any
 * @param tail how many of the last lines of each container, to begin with
 * @param since only lines that were printed later; null for any
 * @param follow whether what is printed from then on is asked for, too
 */
record LogQuery(
    String namespace, String service, long revision, int tail, Instant since, boolean follow) {
  /** Whose host it takes the agent for; see {@link LogRoute}. */
  static final String HOST = "host";

  private static final Set<String> KNOWN =
      new TreeSet<>(Set.of(HOST, "revision", "tail", "since", "follow"));
  private static final int USUAL_TAIL = 100;
  private static final int LONGEST_TAIL = 10_000;

  /** A parameter is not as it should be. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    private final String field;

    Wrong(String field, String message) {
      super(message);
      this.field = field;
    }

    /** The name of the parameter. */
    String field() {
      return field;
    }
  }

  static LogQuery of(String namespace, String service, Map<String, String> parameters)
      throws Wrong {
    for (String name : parameters.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new Wrong(name, "is not a parameter here; known are " + String.join(", ", KNOWN));
      }
    }
    return new LogQuery(
        namespace,
        service,
        number("revision", parameters.get("revision"), 0, 1, Long.MAX_VALUE),
        (int) number("tail", parameters.get("tail"), USUAL_TAIL, 0, LONGEST_TAIL),
        time("since", parameters.get("since")),
        flag("follow", parameters.get("follow")));
  }

  /** Whether a container is asked for; one that never ran printed nothing. */
  boolean wants(Status status) {
    return status.startedAt() != null
        && status.service().equals(service)
        && status.namespace().equals(namespace)
        && (revision == 0 || status.revision() == revision);
  }

  /** What is read of a container that is there when the question comes. */
  Range first() {
    return new Range(tail, since, follow);
  }

  private static long number(String name, String text, long unsaid, long least, long most)
      throws Wrong {
    if (text == null) {
      return unsaid;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for any other text that is none.
    }
    String range = most == Long.MAX_VALUE ? least + " or more" : "from " + least + " to " + most;
    throw new Wrong(name, "must be a whole number, " + range + ", not \"" + text + "\"");
  }

  private static Instant time(String name, String text) throws Wrong {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Wrong(name, "must be a time such as 2026-01-02T03:04:05Z, not \"" + text + "\"");
    }
  }

  private static boolean flag(String name, String text) throws Wrong {
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw new Wrong(name, "must be true or false, not \"" + text + "\"");
    }
    return "true".equals(text);
  }
}
