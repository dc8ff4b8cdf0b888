package io.billinghub.adapters.radius;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Counts the requests that get no answer, and logs of each reason one a minute: whoever may send packets must not fill the log. Thread-safe. */
final class RadiusDrops {

    private static final Logger LOG = Logger.getLogger(RadiusDrops.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);
    private final Map<Reason, Instant> logged = new EnumMap<>(Reason.class);

    /** Why there is no answer. */
    enum Reason {
        UNKNOWN_CLIENT,
        SECRET_MISSING,
        WRONG_SECRET,
        MALFORMED,
        /** As many wait as may. */
        OVERLOAD,
        /** The database is away, the partner is not active, or a value can't be stored. */
        NOT_STORED
    }

    RadiusDrops(Clock clock) {
        this.clock = clock;
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void count(Reason reason, String host, String detail) {
        LongAdder count = counts.get(reason);
        count.increment();
        if (mayLog(reason)) {
            LOG.warnf("No answer to a RADIUS request of %s: %s: %s; %d such so far", host, reason, detail, count.sum());
        }
    }

    long of(Reason reason) {
        return counts.get(reason).sum();
    }

    private synchronized boolean mayLog(Reason reason) {
        Instant now = clock.instant();
        Instant last = logged.get(reason);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return false;
        }
        logged.put(reason, now);
        return true;
    }
}
