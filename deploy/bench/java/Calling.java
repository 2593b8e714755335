import io.berth.e2e.kit.Load;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Calls services at a steady rate, as the tests do. */
final class Calling {
  private Calling() {}

  /**
   * RATE, a second. Reads lines: HOST:PORT begins to call it; the next line, whatever it says, ends
   * that and prints how many requests there were, how many of them failed, the longest time between
   * two good answers in milliseconds, and VERSION=COUNT for who answered; and, to standard error,
   * what was wrong with those that failed.
   */
  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String called = in.readLine(); called != null; called = in.readLine()) {
      String[] address = called.split(":");
      Load load = Load.on(address[0], Integer.parseInt(address[1]), rate);
      in.readLine();
      Load.Outcome outcome = load.stop();
      String answers =
          outcome.answers().entrySet().stream()
              .map(Object::toString)
              .collect(Collectors.joining(" "));
      outcome.why().forEach((what, when) -> System.err.println(what + " " + when));
      System.out.printf(
          "%d %d %d %s%n",
          outcome.requests(), outcome.failed(), outcome.longestGap().toMillis(), answers);
    }
  }
}
