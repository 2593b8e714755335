package io.berth.server.journal.postgres;

import io.berth.server.journal.JournalRefused;
import io.berth.server.journal.JournalUnavailable;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** What the errors of PostgreSQL and its driver mean to people. */
final class Failures {
  static final String READ_ONLY = "25006";

  private final String place;
  private final String user;

  /**
   * @param place of the database
   * @param user who asks it
   */
  Failures(String place, String user) {
    this.place = place;
    this.user = user;
  }

  /** By the codes of PostgreSQL's manual, appendix A, and of the driver's {@code PSQLState}. */
  RuntimeException of(SQLException cause) {
    String why = why(cause);
    return switch (String.valueOf(cause.getSQLState())) {
      case "28P01", "28000", "08004" ->
          refused(
              "does not let user "
                  + user
                  + " in ("
                  + why
                  + "): give the right user in the URL and the password in BERTH_JOURNAL_PASSWORD");
      case "3D000" -> refused("is missing (" + why + "): create the database first");
      case "42501" ->
          refused("cannot be used by user " + user + " (" + why + "): make it the owner");
      case READ_ONLY -> unavailable("it is read-only for now", cause);
      default -> unavailable(why, cause);
    };
  }

  JournalUnavailable unavailable(String why, Throwable cause) {
    return new JournalUnavailable("the journal at " + place + " is not available: " + why, cause);
  }

  JournalRefused refused(String why) {
    return new JournalRefused("the journal at " + place + " " + why);
  }

  private static String why(SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (e.getCause() != null && e.getCause().getMessage() != null) {
      message += " (" + e.getCause().getMessage() + ")";
    }
    return message.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
