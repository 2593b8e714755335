/** How the server logs. */
package io.berth.server.log;
