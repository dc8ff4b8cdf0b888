package io.billinghub.embedded.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.demo.HubClient;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Consumer;

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
     * @param reviewer is shown the report of the run before it is approved
     * @throws io.billinghub.embedded.folder.EmbeddedServicesException if the hub refuses, or the run fails
     */
    public void publish(LocalDate period, Consumer<JsonNode> reviewer) throws InterruptedException {
        BenchRun run = new BenchRun(hub, "{\"cycle\":\"monthly\",\"period\":\"" + period + "\"}");
        run.awaitShares(run.publish(new HashMap<>(), Optional.of(reviewer)));
    }
}
