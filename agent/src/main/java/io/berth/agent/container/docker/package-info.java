/** The engine and its images, asked over the Docker Engine API. */
package io.berth.agent.container.docker;
