package io.berth.server.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** Reads as another parser does, and stops at a text that is not sound, see {@link Soundness}. */
final class SoundParser extends JsonParserDelegate {
  SoundParser(JsonParser parser) {
    super(parser);
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)
        && !Soundness.hasWholeCharacters(getText())) {
      throw new JsonParseException(this, "half a character");
    }
    return token;
  }
}
