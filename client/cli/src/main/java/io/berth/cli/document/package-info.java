/** Specs as people write them, JSON or YAML, read and written. */
package io.berth.cli.document;
