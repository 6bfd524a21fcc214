/**
 * The process under test: a guard on a store, built from the shipped jars, behind a small HTTP
 * front. Kill points are wrapped around what the library takes; the product knows nothing of them.
 */
@NullMarked
package io.webhookguard.torture.worker;

import org.jspecify.annotations.NullMarked;
