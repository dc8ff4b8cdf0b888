package io.billinghub.core.invoice.infrastructure;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.infrastructure.PricePlanJson;
import io.billinghub.core.rating.infrastructure.PriceStepsJson;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.plan.PricePlan;
import io.vertx.mutiny.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;

/**
 * How the price of a charge came to be. It is kept with the charge only where the plan's version and the charge's quantity and
 * period do not give the same steps again.
 */
public final class PriceExplanation {

    private PriceExplanation() {}

    /**
     * The steps for a row with the columns {@code price_plan} (JSON or null), {@code source}, {@code grouping_key},
     * {@code quantity}, {@code currency}, {@code service_from}, {@code service_to} and {@code price_steps} (JSON or null) of a charge;
     * empty where the partner gave the amount. What an account's terms have made has steps without a price plan.
     *
     * @param dayOfMonth on which the account's cycle starts
     */
    public static List<RatedStep> of(Row row, int dayOfMonth) {
        String kept = row.getString("price_steps");
        if (kept != null) {
            return PriceStepsJson.read(kept, CurrencyUnit.of(row.getString("currency")));
        }
        String definition = row.getString("price_plan");
        return definition == null
                ? List.of()
                : rated(PricePlanJson.read(definition).orElseThrow(), row, dayOfMonth)
                        .steps();
    }

    private static Rated rated(PricePlan plan, Row row, int dayOfMonth) {
        return row.getString("source").equals("RECURRING")
                ? fee(
                        plan,
                        row.getString("grouping_key"),
                        new LocalPeriod(row.getLocalDate("service_from"), row.getLocalDate("service_to")),
                        dayOfMonth)
                : plan.rateUsage(row.getBigDecimal("quantity"));
    }

    /**
     * The fee of one of a subscription.
     *
     * @param day a day of the billing period that it pays for, as the grouping key of its charge says it
     * @param service the days that are charged
     */
    public static Rated fee(PricePlan plan, String day, LocalPeriod service, int dayOfMonth) {
        CyclePeriod billing = CyclePeriod.containing(LocalDate.parse(day), dayOfMonth);
        return plan.rateRecurring(service, new LocalPeriod(billing.from(), billing.to()));
    }
}
