/** The gateway's two listeners: the intake, and health with metrics. */
@NullMarked
package io.webhookguard.server.http;

import org.jspecify.annotations.NullMarked;
