package io.berth.cli.view;

import io.berth.api.Revision;
import java.util.List;

/** What a write came to, on one line. */
public final class RevisionLine {
  private RevisionLine() {}

  /**
   * {@code web updated revision 4 rollout default.web.4}, with the message below where it is new.
   *
   * @param change what was done to the service, in a word or two
   */
  public static List<String> lines(Revision revision, String change, Style style) {
    String rollout =
        revision.rollout() == null ? "" : "   " + style.faint("rollout " + revision.rollout());
    String line =
        revision.service()
            + "   "
            + style.state(change)
            + "   revision "
            + revision.revision()
            + rollout;
    String message = Text.line(revision.message());
    return message.isEmpty() || change.equals("unchanged")
        ? List.of(line)
        : List.of(line, "  " + style.faint(message));
  }
}
