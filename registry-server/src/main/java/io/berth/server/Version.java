package io.berth.server;

import picocli.CommandLine.IVersionProvider;

/** The version of this program. */
final class Version implements IVersionProvider {
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(built from classes)" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"berth-server " + number()};
  }
}
