package io.berth.cli.view;

import io.berth.api.Revision;
import io.berth.api.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A revision of a service: its head lines, and its spec as a document that apply takes back. */
public final class SpecSheet {
  private SpecSheet() {}

  /**
   * Head lines as comments, so that the whole is a document.
   *
   * @param rollout where its rollout stands; null where that is not known
   * @param yaml the document
   */
  public static List<String> lines(
      Revision revision, RolloutState rollout, List<String> yaml, Instant now, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        head(
            style,
            revision.namespace() + "/" + revision.service() + "  revision " + revision.revision()));
    lines.add(
        head(
            style,
            "put by "
                + Text.orDash(revision.author())
                + " "
                + Amounts.age(revision.createdAt(), now)
                + " ago"
                + (Text.line(revision.message()).isEmpty()
                    ? ""
                    : ": " + Text.line(revision.message()))));
    if (revision.rollout() != null) {
      String state = rollout == null ? "" : "  " + Text.word(rollout);
      lines.add(head(style, "rollout " + revision.rollout() + state));
    }
    if (revision.spec() == null || revision.spec().isNull()) {
      lines.add(head(style, "deleted"));
      return lines;
    }
    revision
        .warnings()
        .forEach(warning -> lines.add(head(style, "warning: " + Text.line(warning))));
    lines.addAll(yaml);
    return lines;
  }

  private static String head(Style style, String text) {
    return style.faint("# " + text);
  }
}
