package io.billinghub.adapters.shadow;

import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.PerUnit;
import io.billinghub.core.rating.model.Proration;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.rating.model.Volume;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.plan.PricePlan;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;

/** Prices and lines that the tests of this package are made of. */
final class Prices {

    static final ServicePeriod OCTOBER = period("2026-10-01", "2026-11-01");
    /** 100 GB at 0.50, what is beyond at 0.40; a flat fee of 5 in the second tier where asked. */
    static final List<Tier> TIERS =
            List.of(new Tier(number("100"), number("0.50"), null), new Tier(null, number("0.40"), null));

    private Prices() {}

    static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    static ServicePeriod period(String from, String to) {
        return new ServicePeriod(LocalDate.parse(from), LocalDate.parse(to));
    }

    static StoredPlan plan(int version, ChargeModel model, PlanModifiers modifiers, String from, String to) {
        PricePlan plan =
                new PricePlan("data", version, "Data", CurrencyUnit.EUR, "GB", null, model, modifiers, null, null);
        return new StoredPlan(version, 1, plan, LocalDate.parse(from), LocalDate.parse(to));
    }

    static StoredPlan plan(ChargeModel model) {
        return plan(model, null);
    }

    static StoredPlan plan(ChargeModel model, PlanModifiers modifiers) {
        return plan(2, model, modifiers, "2026-07-01", "2027-07-01");
    }

    static Graduated graduated() {
        return new Graduated(TIERS, null, false);
    }

    static Volume volume() {
        return new Volume(TIERS, null, false);
    }

    static PerUnit perUnit(String price, long base) {
        return new PerUnit(number(price), Divisor.of(base));
    }

    static Flat monthly(String fee) {
        return new Flat(Flat.Timing.IN_ARREARS, number(fee), Proration.END_DAY_EXCLUDED);
    }

    static BilledLine line(int position, String key, String quantity, String net, ServicePeriod service) {
        return new BilledLine(position, "row " + position, key, number(quantity), number(net), service);
    }

    static ProductLines lines(BilledLine... lines) {
        return new ProductLines(7, 1, "GB", OCTOBER, null, List.of(lines));
    }
}
