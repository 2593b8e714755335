/** {@code berth}, the command line. */
package io.berth.cli;
