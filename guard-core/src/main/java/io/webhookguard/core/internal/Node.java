package io.webhookguard.core.internal;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.Settings;
import io.webhookguard.core.runtime.GuardRuntime;

/** What every part of the engine shares. */
record Node(
    String name,
    GuardStore store,
    Settings settings,
    GuardRuntime runtime,
    GuardObserver observer,
    CarefulTracing tracing,
    Ids ids) {}
