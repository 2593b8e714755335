import io.berth.e2e.kit.Conversation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** WebSockets that are idle once they are open. */
final class IdleSockets {
  private static final String WORD = "still there?\r\n\r\n";

  private IdleSockets() {}

  /**
   * PORT COUNT SECONDS. Prints a line once all of them are open, and one when they have been for so
   * long; fails when one of them does not echo then.
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    List<Conversation> sockets = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      sockets.add(open(port));
    }
    System.out.println("open");
    TimeUnit.SECONDS.sleep(Long.parseLong(args[2]));
    for (Conversation socket : sockets) {
      socket.say(WORD);
      if (!socket.next().equals(WORD)) {
        throw new IOException("one was closed");
      }
    }
    System.out.println("still open");
  }

  private static Conversation open(int port) throws IOException {
    Conversation socket = Conversation.upgrade(port);
    String head = socket.next();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("not upgraded: " + head);
    }
    return socket;
  }
}
