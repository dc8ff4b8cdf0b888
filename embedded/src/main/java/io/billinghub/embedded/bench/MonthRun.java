package io.billinghub.embedded.bench;

import io.billinghub.embedded.demo.HubClient;
import java.time.LocalDate;
import java.util.HashMap;

/** The bill run of a month that is over, through the hub's API. */
public final class MonthRun {
    private final HubClient hub;

    public MonthRun(HubClient hub) {
        this.hub = hub;
    }

    /**
     * Starts, approves, and waits until all shares are there.
     *
     * @param period its first day
     * @throws io.billinghub.embedded.folder.EmbeddedServicesException if the hub refuses, or the run fails
     */
    public void publish(LocalDate period) throws InterruptedException {
        BenchRun run = new BenchRun(hub, "{\"cycle\":\"monthly\",\"period\":\"" + period + "\"}");
        run.awaitShares(run.publish(new HashMap<>()));
    }
}
