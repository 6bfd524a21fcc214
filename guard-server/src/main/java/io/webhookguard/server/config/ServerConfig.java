package io.webhookguard.server.config;

import java.time.Duration;

/**
 * Addresses and limits of the process.
 *
 * @param bind the address of the intake
 * @param port the port of the intake; 0 for any free one
 * @param adminBind the address of health and metrics
 * @param adminPort their port; 0 for any free one
 * @param maxBodyBytes the largest body of a webhook
 * @param drain how long running attempts may take to finish when the process is told to stop
 */
public record ServerConfig(
    String bind, int port, String adminBind, int adminPort, int maxBodyBytes, Duration drain) {}
