package io.billinghub.core.invoice.infrastructure;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Needs;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.plan.PricePlan;
import io.vertx.mutiny.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;

/**
 * How the price of a charge came to be. It is not stored: the plan's version and the charge's quantity and period give the
 * same steps again.
 */
public final class PriceExplanation {

    private PriceExplanation() {}

    /**
     * The steps for a row with the columns {@code price_plan} (JSON or null), {@code source}, {@code grouping_key},
     * {@code quantity}, {@code service_from} and {@code service_to} of a charge; empty where the partner gave the amount, and where the plan
     * prices more than the one quantity that the charge keeps, or has modifiers.
     *
     * @param dayOfMonth on which the account's cycle starts
     */
    public static List<RatedStep> of(Row row, int dayOfMonth) {
        String definition = row.getString("price_plan");
        if (definition == null) {
            return List.of();
        }
        PricePlan plan = PricePlanJson.read(definition).orElseThrow();
        if (plan.hasModifiers() || plan.model().needs().level() != Needs.Level.QUANTITY) {
            return List.of();
        }
        return rated(plan, row, dayOfMonth).steps();
    }

    private static Rated rated(PricePlan plan, Row row, int dayOfMonth) {
        if (!row.getString("source").equals("RECURRING")) {
            return plan.rateUsage(row.getBigDecimal("quantity"));
        }
        CyclePeriod billing = CyclePeriod.containing(LocalDate.parse(row.getString("grouping_key")), dayOfMonth);
        return plan.rateRecurring(
                new LocalPeriod(row.getLocalDate("service_from"), row.getLocalDate("service_to")),
                new LocalPeriod(billing.from(), billing.to()));
    }
}
