package io.berth.cli.command;

import java.util.Locale;

/** How answers are shown. */
public enum Output {
  /** For people. */
  TABLE,
  /** The API's answer as it is, for programs. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
