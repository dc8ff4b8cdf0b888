package io.billinghub.core.usage.model;

import io.billinghub.core.rating.metering.Aggregation;
import io.billinghub.core.rating.metering.MeteringPeriod;
import io.billinghub.core.rating.metering.UsageEvent;
import io.billinghub.core.rating.model.Needs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The events of one group that a meter measures. Usage that counts in the meter's period but happened outside of it, such as late
 * usage, counts whole in its first or last days; of what was carried into the days only the part inside of them.
 */
final class EventsOfMeter {

    private final Meter meter;
    private final List<UsageEventRow> inside;
    private final List<UsageEventRow> carried;

    /** What was taken back, and what took it back, have no part in it. */
    EventsOfMeter(Meter meter, List<UsageEventRow> inside, List<UsageEventRow> carried) {
        Set<String> out =
                takenBack(Stream.concat(inside.stream(), carried.stream()).toList());
        this.meter = meter;
        this.inside = without(inside, out);
        this.carried = without(carried, out);
    }

    private static Set<String> takenBack(List<UsageEventRow> rows) {
        Set<String> there = new HashSet<>();
        rows.forEach(row -> there.add(row.record()));
        Set<String> out = new HashSet<>();
        for (UsageEventRow row : rows) {
            row.reverses().filter(there::contains).ifPresent(reversed -> {
                out.add(reversed);
                out.add(row.record());
            });
        }
        return out;
    }

    private static List<UsageEventRow> without(List<UsageEventRow> rows, Set<String> out) {
        return rows.stream().filter(row -> !out.contains(row.record())).toList();
    }

    boolean isEmpty() {
        return inside.isEmpty() && carried.isEmpty();
    }

    /**
     * What is measured in the {@link #period()}.
     *
     * @throws IllegalArgumentException if an event is none that can be measured, or late usage can't be told from what was
     *     measured in its own period
     */
    List<UsageEvent> all() {
        List<UsageEvent> events = new ArrayList<>();
        inside.forEach(row -> events.add(row.event()));
        if (!hasLate()) {
            carried.forEach(row -> events.add(row.event()));
            return events;
        }
        if (!dividesSums()) {
            throw new IllegalArgumentException(
                    "usage of before " + meter.begins() + " came after its period was billed, and"
                            + " its price goes by time: take it back, and send it under an agreement by which late usage counts in"
                            + " its own period");
        }
        carried.forEach(row -> events.add(row.event().part(meter.begins(), row.to())));
        return events;
    }

    /** The meter's days, longer where usage outside of them counts in them. */
    MeteringPeriod period() {
        Instant from = meter.begins();
        Instant to = meter.ends();
        for (UsageEventRow row : inside) {
            from = meter.first() && row.beganBefore(from) ? row.from() : from;
            to = meter.last() && !meter.carriesOver() && !row.beganBefore(to)
                    ? row.from().plusNanos(1)
                    : to;
        }
        return new MeteringPeriod(from, to);
    }

    private boolean hasLate() {
        return meter.carriesOver() && inside.stream().anyMatch(row -> row.beganBefore(meter.begins()));
    }

    /** Whether parts of sessions add up: then what is carried can stand as a part, and late sessions as a whole. */
    private boolean dividesSums() {
        return meter.plan().model().needs().level() != Needs.Level.METRICS
                && meter.plan().measures().aggregation() != Aggregation.TIME_WEIGHTED_SUM;
    }
}
