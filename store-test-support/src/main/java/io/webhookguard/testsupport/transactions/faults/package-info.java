/** What stores on servers must survive: killed servers, ended sessions, replies that are lost. */
@NullMarked
package io.webhookguard.testsupport.transactions.faults;

import org.jspecify.annotations.NullMarked;
