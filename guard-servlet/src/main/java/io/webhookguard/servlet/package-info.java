/** Takes webhooks in any web application that runs on jakarta.servlet. */
@NullMarked
package io.webhookguard.servlet;

import org.jspecify.annotations.NullMarked;
