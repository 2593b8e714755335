/** How the registry is asked: one request at a time, of the first server that answers. */
package io.berth.cli.registry;
