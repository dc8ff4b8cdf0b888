package io.billinghub.core.consumption.application;

import io.billinghub.core.billrun.infrastructure.RatingSql;
import io.billinghub.core.consumption.model.Consumption;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.plan.StoredPlan;
import io.billinghub.core.usage.application.UsageRating;
import io.billinghub.core.usage.model.UsageAccount;
import io.billinghub.core.usage.model.UsageSpan;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;

/** What accounts have used so far. Joins the caller's transaction, which sees the whole tenant, and changes nothing. */
@ApplicationScoped
public class Consumptions {

    private final UsageRating usage;
    private final RatingSql plans;

    public Consumptions(UsageRating usage, RatingSql plans) {
        this.usage = usage;
        this.plans = plans;
    }

    /**
     * Usage that counts in the period and is billed in it; what came after the period was billed is on a later bill and not here.
     *
     * @param accounts of one cycle
     * @param zone of the cycle
     */
    public Uni<Consumption> of(SqlConnection connection, List<UsageAccount> accounts, CyclePeriod period, ZoneId zone) {
        return plans(connection, period).flatMap(inForce -> of(connection, accounts, period, zone, inForce));
    }

    /**
     * The same, for who asks about several accounts one after another.
     *
     * @param inForce what {@link #plans} has answered for the period, in the same transaction
     */
    public Uni<Consumption> of(
            SqlConnection connection,
            List<UsageAccount> accounts,
            CyclePeriod period,
            ZoneId zone,
            List<StoredPlan> inForce) {
        UsageSpan span = UsageSpan.of(period, zone);
        return usage.used(connection, span, accounts)
                .flatMap(used -> usage.rate(connection, span, accounts, inForce)
                        .map(rated -> Consumption.of(period, zone, used, rated)));
    }

    /** The price plans of the tenant in force anywhere in the period. */
    public Uni<List<StoredPlan>> plans(SqlConnection connection, CyclePeriod period) {
        return plans.plans(connection, period.from(), period.to());
    }
}
