package io.berth.server.http;

import io.berth.server.catalog.Caller;
import io.berth.server.catalog.InvalidRequest;
import io.berth.server.journal.Write;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads who asks for a change, why, and under which id it may be asked again. */
final class Callers {
  private static final String ANONYMOUS = "anonymous";
  private static final int LONGEST_AUTHOR = 128;
  private static final int LONGEST_MESSAGE = 1000;
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

  private Callers() {}

  /** The caller of a write whose reason is this message. */
  static Caller of(HttpServerRequest request, byte[] body, String message) {
    return new Caller(author(request.headers()), text("message", message), write(request, body));
  }

  /** A text that is kept in the history and shown on terminals: one line, not too long. */
  private static String text(String name, String text) {
    int length = text.codePointCount(0, text.length());
    if (length > LONGEST_MESSAGE) {
      throw new InvalidRequest(
          name, "must have at most " + LONGEST_MESSAGE + " characters, not " + length);
    }
    refuseControls(name, text);
    return text;
  }

  private static String author(MultiMap headers) {
    String header = headers.get("Berth-Author");
    if (header == null) {
      return ANONYMOUS;
    }
    String author = utf8(header).trim();
    int length = author.codePointCount(0, author.length());
    if (length < 1 || length > LONGEST_AUTHOR) {
      throw new InvalidRequest(
          "Berth-Author", "must have 1 to " + LONGEST_AUTHOR + " characters, not " + length);
    }
    refuseControls("Berth-Author", author);
    return author;
  }

  /** Headers come as bytes, one a character; names of people are sent in UTF-8. */
  private static String utf8(String header) {
    try {
      byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidRequest("Berth-Author", "must be UTF-8");
    }
  }

  private static void refuseControls(String name, String text) {
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '\uFFFD')) {
      throw new InvalidRequest(name, "must be one line of UTF-8 without control characters");
    }
  }

  private static Optional<Write.Request> write(HttpServerRequest request, byte[] body) {
    String key = request.getHeader("Idempotency-Key");
    if (key == null) {
      return Optional.empty();
    }
    if (!KEY.matcher(key).matches()) {
      throw new InvalidRequest("Idempotency-Key", "must be 1 to 128 visible ASCII characters");
    }
    String asked =
        String.join(
            "\n",
            request.method().name(),
            request.uri(),
            "If-Match: " + request.getHeader("If-Match"),
            "If-None-Match: " + request.getHeader("If-None-Match"),
            "");
    return Optional.of(
        new Write.Request(key, ETags.hex(asked.getBytes(StandardCharsets.UTF_8), body)));
  }
}
