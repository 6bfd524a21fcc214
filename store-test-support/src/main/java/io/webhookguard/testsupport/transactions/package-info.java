/** The transactional mode of the guard, tried on real databases: for the tests of SQL stores. */
@NullMarked
package io.webhookguard.testsupport.transactions;

import org.jspecify.annotations.NullMarked;
