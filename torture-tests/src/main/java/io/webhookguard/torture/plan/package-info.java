/**
 * What a run is made of before it starts: workloads, kill points, faults, and the schedule that
 * follows from a seed. Nothing in here touches a process or a store.
 */
@NullMarked
package io.webhookguard.torture.plan;

import org.jspecify.annotations.NullMarked;
