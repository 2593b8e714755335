/** The registry server: its program, and how its parts are put together. */
package io.berth.server;
