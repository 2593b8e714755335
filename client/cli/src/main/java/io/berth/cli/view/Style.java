package io.berth.cli.view;

import java.util.List;

/**
 * Colours, on a terminal that shows them.
 *
 * @param on whether there are any; otherwise text stays as it is
 */
public record Style(boolean on) {
  /** No colours. */
  public static final Style PLAIN = new Style(false);

  /** No red, which is for what went wrong. */
  private static final List<String> TINTS =
      List.of("36", "33", "32", "35", "34", "96", "93", "92", "95", "94");

  /** What went well. */
  public String good(String text) {
    return paint("32", text);
  }

  /** What went wrong. */
  public String bad(String text) {
    return paint("31", text);
  }

  /** What is under way or changed. */
  public String busy(String text) {
    return paint("33", text);
  }

  /** What matters less. */
  public String faint(String text) {
    return paint("2", text);
  }

  /** What matters more. */
  public String strong(String text) {
    return paint("1", text);
  }

  /** One of a few colours that mean nothing but that the same number has the same one. */
  public String tint(int number, String text) {
    return paint(TINTS.get(Math.floorMod(number, TINTS.size())), text);
  }

  /** As {@code good}, {@code bad} or {@code busy}, by the word for a state that the API uses. */
  public String state(String word) {
    return switch (word) {
      case "succeeded", "passing", "ready", "created", "running" -> good(word);
      case "failed", "failing", "lost", "engine_down", "not_ready", "away", "paused", "exited" ->
          bad(word);
      case "unchanged", "superseded", "-", "deleted" -> faint(word);
      default -> busy(word);
    };
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
