package io.billinghub.core.rating.model;

import io.billinghub.core.rating.metering.Measurement;
import io.billinghub.core.rating.metering.UsageEvent;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was measured beyond one quantity; which of these a charge model takes, its {@link ChargeModel#needs()} say. */
public sealed interface Measured {

    /** The sum of the whole, of which a negative one is a reversal. */
    BigDecimal quantity();

    /** The same with the other sign. */
    Measured reversed();

    /** Sums, one for each combination of the values of some dimensions. */
    record Combinations(List<Measurement> sums) implements Measured {
        /** Copies the sums. */
        public Combinations {
            sums = List.copyOf(sums);
        }

        @Override
        public BigDecimal quantity() {
            return sums.stream().map(Measurement::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        @Override
        public Measured reversed() {
            return new Combinations(sums.stream().map(Measurement::reversed).toList());
        }
    }

    /** Single events; oldest first, in whatever order they were given. */
    record Events(List<UsageEvent> events) implements Measured {
        /** Copies and sorts the events. */
        public Events {
            events = events.stream().sorted(UsageEvent.OLDEST_FIRST).toList();
        }

        @Override
        public BigDecimal quantity() {
            return events.stream().map(UsageEvent::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        @Override
        public Measured reversed() {
            return new Events(events.stream().map(UsageEvent::reversed).toList());
        }
    }

    /** Named numbers. They have no common sum, so the quantity is one; a reversal is told by the input's quantity alone. */
    record Metrics(SortedMap<String, BigDecimal> values) implements Measured {
        /** Copies the numbers. */
        public Metrics {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        @Override
        public BigDecimal quantity() {
            return BigDecimal.ONE;
        }

        @Override
        public Measured reversed() {
            return this;
        }
    }
}
