package io.billinghub.api.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One bucket per client, the least recently asked for dropped first. Safe for several threads. */
final class Buckets {

    private final int perSecond;
    private final int burst;
    private final TimeMeter time;
    private final Map<String, Bucket> byClient;

    /**
     * @param burst the most requests at once, at least one
     * @param remembered clients that have a bucket at one time, at least one
     */
    Buckets(int perSecond, int burst, int remembered, TimeMeter time) {
        if (perSecond < 1 || burst < 1 || remembered < 1) {
            throw new IllegalArgumentException("hub.rate-limit.* are numbers from 1");
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        this.byClient = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > remembered;
            }
        };
    }

    /** Takes a request of the client from its bucket; if it is empty, answers how long it takes to be no longer. */
    Optional<Duration> take(String client) {
        ConsumptionProbe probe = bucket(client).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    int remembered() {
        synchronized (byClient) {
            return byClient.size();
        }
    }

    private Bucket bucket(String client) {
        synchronized (byClient) {
            return byClient.computeIfAbsent(
                    client,
                    unknown -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                            .withCustomTimePrecision(time)
                            .build());
        }
    }
}
