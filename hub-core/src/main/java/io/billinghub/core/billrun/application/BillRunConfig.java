package io.billinghub.core.billrun.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How bill runs are worked on. */
@ConfigMapping(prefix = "hub.billing")
public interface BillRunConfig {

    /** How many root accounts one shard, and so one transaction, takes. */
    @WithDefault("250")
    int accountsPerShard();

    /** How many shards this process works on at once. */
    @WithDefault("2")
    int workers();

    /** For how long a shard is leased; a worker that still has its transaction open keeps the shard beyond that. */
    @WithDefault("PT10S")
    Duration lease();

    /** How often the process looks for runs to work on. */
    @WithDefault("PT0.5S")
    Duration poll();

    /** How many accounts of a run may be parked because they can't be billed at all; with more the run fails. */
    @WithDefault("100")
    int failedAccounts();

    /** How often a run that waits for partners' bills looks whether they have come. */
    @WithDefault("PT10S")
    Duration lateBillsPoll();

    /** How many times in a row a run may fail on the infrastructure before it is stopped with the reason. */
    @WithDefault("5")
    int attempts();
}
