package io.billinghub.core.usage.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A price plan that rates the usage of one product in one unit on some days.
 *
 * @param price in force on all of the days
 * @param days not empty
 * @param first whether these are the first days of the rated period: then usage of before counts in them too
 * @param last whether these are its last days: then usage of after counts in them too
 * @param zone whose calendar days they are
 */
public record Meter(StoredPlan price, LocalPeriod days, boolean first, boolean last, ZoneId zone) {

    public long offeringId() {
        return price.offeringId();
    }

    public PricePlan plan() {
        return price.plan();
    }

    /** The unit of the usage that it measures. */
    public String unit() {
        return plan().measuredUnit();
    }

    /** The first instant of the days. */
    public Instant begins() {
        return days.from().atStartOfDay(zone).toInstant();
    }

    /** The first instant after the days. */
    public Instant ends() {
        return days.to().atStartOfDay(zone).toInstant();
    }

    /** By which dimensions sums are taken; empty where there are none, or where single events are read anyway. */
    public List<String> sumDimensions() {
        return readsEvents() ? List.of() : plan().sumDimensions();
    }

    /** Whether sums are not enough. */
    public boolean readsEvents() {
        return !plan().takesSums();
    }

    /** Whether usage of before the days has a part in them: sessions that go on, and levels that hold. */
    public boolean carriesOver() {
        return plan().carriesOver();
    }
}
