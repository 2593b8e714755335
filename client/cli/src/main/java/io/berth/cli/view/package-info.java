/** What people read: values in, lines of text out; no input, no output, no clock. */
package io.berth.cli.view;
