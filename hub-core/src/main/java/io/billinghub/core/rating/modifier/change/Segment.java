package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.Checks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Days of one period on which a service stood the same.
 *
 * @param days at least one
 * @param state on all of them
 */
public record Segment(LocalPeriod days, ServiceState state) {
    /** Refuses a segment without days. */
    public Segment {
        if (Checks.present(days, "days").days() == 0) {
            throw new IllegalArgumentException("the segment at " + days.from() + " has no days");
        }
        Checks.present(state, "state");
    }

    /**
     * The days of service inside of a billing period, cut where something changes. Together they are exactly these days;
     * neighbours differ.
     *
     * @param service the days of service; what is outside of the billing period is left out
     * @param changes any order, not two on one day; the first one stands for the begin of the service too
     * @throws IllegalArgumentException if there is no change, or two on one day
     */
    public static List<Segment> cut(LocalPeriod billing, LocalPeriod service, List<ServiceChange> changes) {
        List<ServiceChange> sorted =
                changes.stream().sorted(Comparator.comparing(ServiceChange::on)).toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a service needs to stand somehow: there is no change to begin with");
        }
        LocalDate from = later(billing.from(), service.from());
        LocalDate end = earlier(billing.to(), service.to());
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            boolean last = i == sorted.size() - 1;
            if (!last && sorted.get(i).on().equals(sorted.get(i + 1).on())) {
                throw new IllegalArgumentException("there are two changes on "
                        + sorted.get(i).on() + "; give the one that holds at the end of the day");
            }
            LocalDate begin = i == 0 ? from : later(from, sorted.get(i).on());
            LocalDate until = last ? end : earlier(end, sorted.get(i + 1).on());
            if (begin.isBefore(until)) {
                append(segments, new LocalPeriod(begin, until), sorted.get(i).state());
            }
        }
        return List.copyOf(segments);
    }

    private static void append(List<Segment> segments, LocalPeriod days, ServiceState state) {
        int last = segments.size() - 1;
        if (last >= 0 && segments.get(last).state().isLike(state)) {
            LocalDate from = segments.get(last).days().from();
            segments.set(last, new Segment(new LocalPeriod(from, days.to()), state));
        } else {
            segments.add(new Segment(days, state));
        }
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
