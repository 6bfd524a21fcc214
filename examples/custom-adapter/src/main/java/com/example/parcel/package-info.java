/** An adapter for the webhooks of Parcel, a carrier that is made up. */
@NullMarked
package com.example.parcel;

import org.jspecify.annotations.NullMarked;
