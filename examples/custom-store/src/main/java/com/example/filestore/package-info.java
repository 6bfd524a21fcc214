/** A small store for Webhook Guard that keeps each event in a file of its own. */
@NullMarked
package com.example.filestore;

import org.jspecify.annotations.NullMarked;
