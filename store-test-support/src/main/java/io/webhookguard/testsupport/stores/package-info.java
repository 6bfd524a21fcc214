/** Events, files of statements, harnesses: what the tests of all SQL stores share. */
@NullMarked
package io.webhookguard.testsupport.stores;

import org.jspecify.annotations.NullMarked;
