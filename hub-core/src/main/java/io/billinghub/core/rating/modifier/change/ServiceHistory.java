package io.billinghub.core.rating.modifier.change;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.Checks;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a service stood and stands, by days.
 *
 * @param changes in the order of their days, at least one; the first one stands for all days before it too
 */
public record ServiceHistory(List<ServiceChange> changes) {
    /** Refuses a history without a state. */
    public ServiceHistory {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a service needs to stand somehow: there is no change to begin with");
        }
    }

    /**
     * What was told of a service.
     *
     * @param on the first day on which it holds
     * @param quantity null if nothing was said of it
     * @param paused null if nothing was said of it
     */
    public record Told(LocalDate on, BigDecimal quantity, Boolean paused) {
        /** Refuses a missing day. */
        public Told {
            Checks.present(on, "on");
        }
    }

    /** Of a service that never changed. */
    public static ServiceHistory always(ServiceState state) {
        return new ServiceHistory(List.of(new ServiceChange(LocalDate.MIN, state)));
    }

    /**
     * What holds, after all that was told: what is told later for a day holds from that day on, whatever was told before of that
     * day and those after it. Quantity and pause are told apart: a quantity that is corrected for days of before leaves the
     * pauses since then as they were.
     *
     * @param told in the order in which it was told; the first says all, for all days
     */
    public static ServiceHistory of(List<Told> told) {
        NavigableMap<LocalDate, BigDecimal> quantities = new TreeMap<>();
        NavigableMap<LocalDate, Boolean> pauses = new TreeMap<>();
        for (Told each : told) {
            tell(quantities, each.on(), each.quantity());
            tell(pauses, each.on(), each.paused());
        }
        TreeSet<LocalDate> days = new TreeSet<>(quantities.keySet());
        days.addAll(pauses.keySet());
        List<ServiceChange> changes = new ArrayList<>();
        for (LocalDate day : days) {
            changes.add(new ServiceChange(
                    day,
                    new ServiceState(
                            quantities.floorEntry(day).getValue(),
                            pauses.floorEntry(day).getValue())));
        }
        return new ServiceHistory(changes);
    }

    private static <T> void tell(NavigableMap<LocalDate, T> known, LocalDate on, T value) {
        if (value != null) {
            known.tailMap(on, true).clear();
            known.put(on, value);
        }
    }

    /** The days of service inside of a billing period, cut where something changes. */
    public List<Segment> segments(LocalPeriod billing, LocalPeriod service) {
        return Segment.cut(billing, service, changes);
    }

    /** How the service stands on the day. */
    public ServiceState on(LocalDate day) {
        ServiceState state = changes.get(0).state();
        for (ServiceChange change : changes) {
            if (!change.on().isAfter(day)) {
                state = change.state();
            }
        }
        return state;
    }
}
