package io.webhookguard.conformance;

/**
 * Everything that a store must do: the one interface that its conformance test implements.
 *
 * <p>Rules of capabilities that the harness does not declare are skipped, each with its reason.
 * Stores that share transactions implement {@code TransactionalContract} besides.
 */
public interface StoreContract
    extends EventStoreContract,
        LaneContract,
        LedgerContract,
        LedgerEntryContract,
        SealContract,
        StepsContract,
        LockContract,
        CrashContract,
        NeighbourContract,
        HardCasesContract,
        HostileInputContract,
        LookalikeContract,
        TimeContract,
        LimitsContract,
        PurgeContract,
        RaceContract {}
