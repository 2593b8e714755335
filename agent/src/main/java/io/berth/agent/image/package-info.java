/**
 * Images: what a reference means, making one ready and pinning it, taking away what nobody needs.
 */
package io.berth.agent.image;
