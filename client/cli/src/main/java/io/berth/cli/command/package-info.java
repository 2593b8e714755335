/** The commands, one a file: they ask the registry and show what a view makes of the answer. */
package io.berth.cli.command;
