/** The gateway's YAML file: read strictly, with the line of whatever is wrong in it. */
@NullMarked
package io.webhookguard.server.config;

import org.jspecify.annotations.NullMarked;
