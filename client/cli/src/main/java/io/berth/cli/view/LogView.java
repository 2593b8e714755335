package io.berth.cli.view;

import io.berth.api.LogLine;

/** Lines of many containers, each after the one that printed it. */
public final class LogView {
  private final String service;
  private final Style style;
  private int width;

  /** Of the containers of this service. */
  public LogView(String service, Style style) {
    this.service = service;
    this.style = style;
  }

  /** {@code web-1@h1 r3 | text}; as wide before the bar as the widest before it. */
  public String line(LogLine line) {
    String who =
        Text.line(service + "-" + line.replica() + "@" + line.host() + " r" + line.revision());
    width = Math.max(width, Text.width(who));
    String bar = line.stream().equals(LogLine.STDERR) ? style.bad("|") : "|";
    String gap = " ".repeat(width - Text.width(who) + 1);
    return style.tint(line.instance().hashCode(), who)
        + gap
        + (bar + " " + Text.logged(line.line())).stripTrailing();
  }

  /** What Berth has to say of the lines that are not there. */
  public static String complaint(LogLine line) {
    return Text.line("berth: " + line.host() + ": " + line.line());
  }
}
