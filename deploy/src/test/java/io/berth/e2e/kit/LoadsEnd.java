package io.berth.e2e.kit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The load of a test that failed in its midst does not go on under the next. Known to JUnit. */
public final class LoadsEnd implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    Load.closeAll();
  }
}
