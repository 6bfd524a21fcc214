package io.webhookguard.conformance;

/** All rules ES: what every event store must do. */
public interface EventStoreContract
    extends AdmissionContract,
        ClaimContract,
        SettlementContract,
        LeaseContract,
        InterventionContract,
        EraseContract,
        ReadingContract {}
