package io.webhookguard.server.config;

import java.net.URI;
import java.time.Duration;

/**
 * Where the events of a source go.
 *
 * @param url http or https
 * @param timeout how long the destination may take for one request, from the connection to the end
 *     of its answer
 */
public record ForwardConfig(URI url, Duration timeout) {}
