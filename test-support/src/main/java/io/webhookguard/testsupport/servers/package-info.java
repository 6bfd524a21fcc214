/**
 * Real database servers for tests: one of each kind for the whole build, and private ones that a
 * test may kill.
 *
 * <p>A server comes from the first of these that is there: a URL in the environment; a container,
 * where Docker answers; the programs that this module brings along. Where none is there, a test is
 * skipped with the reason, and on a build server, where {@code CI} is {@code true}, it fails.
 */
@NullMarked
package io.webhookguard.testsupport.servers;

import org.jspecify.annotations.NullMarked;
