/** What connections have in common. */
package io.berth.agent.net;
