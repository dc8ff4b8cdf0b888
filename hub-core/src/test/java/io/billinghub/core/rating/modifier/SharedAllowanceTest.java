package io.billinghub.core.rating.modifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.allowance.AllowanceState;
import io.billinghub.core.rating.modifier.allowance.Drawn;
import io.billinghub.core.rating.modifier.allowance.Use;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.modifier.pricing.PlanInput;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.pricing.PlanPriced;
import io.billinghub.core.rating.modifier.pricing.PlanPricing;
import io.billinghub.core.rating.modifier.pricing.PlanState;
import io.billinghub.core.rating.modifier.pricing.PlanUse;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** An allowance of a hierarchy is drawn once for all its accounts, then each is priced with its part. */
class SharedAllowanceTest {
    private static final LocalPeriod MAY = Table.period("2026-05");
    private static final PricingPeriod PERIOD = PricingPeriod.whole("run-may", MAY, 1);

    private static PlanModifiers plan(String sharing) {
        return ModifierJson.read(
                "{\"allowance\":{\"key\":\"a\",\"name\":\"Family data\",\"quantity\":100,\"unit\":\"GB\",\"sharing\":\""
                        + sharing + "\"}}",
                PlanModifiers.class);
    }

    private static PlanPriced price(
            PlanModifiers plan, String account, String used, BigDecimal pooled, Memory<PlanState> memory) {
        ChargedItem item = new ChargedItem("data", account, "data", "host", ChargeKind.USAGE, "family", MAY, null);
        PlanUse use = new PlanUse(item, new Quantity(new BigDecimal(used), "GB"), pooled);
        return PlanPricing.price(
                plan,
                new PlanInput(CurrencyUnit.EUR, item, List.of(use), PERIOD),
                (any, charged) -> BigMoney.of(CurrencyUnit.EUR, charged),
                memory);
    }

    @Test
    void eachAccountIsChargedForWhatItsPartDoesNotCover() {
        PlanModifiers plan = plan("SHARED");
        Drawn drawn = plan.allowance()
                .draw(
                        List.of(new Use("anna", new BigDecimal("90")), new Use("bert", new BigDecimal("60"))),
                        PERIOD,
                        AllowanceState.START);
        Memory<PlanState> start = Memory.start(PlanState.START);
        PlanPriced anna = price(plan, "anna", "90", drawn.free().get("anna"), start);
        PlanPriced bert = price(plan, "bert", "60", drawn.free().get("bert"), start);
        // 100 GB split 90 : 60 are 60 and 40
        assertThat(anna.priced().total()).isEqualTo(PricingTableTest.eur("30"));
        assertThat(bert.priced().total()).isEqualTo(PricingTableTest.eur("20"));
        assertThat(anna.priced().lines().get(0).words()).isEqualTo("60 GB of 90 GB free");
        assertThat(anna.memory().after().allowance()).isEqualTo(AllowanceState.START);
    }

    @Test
    void anAllowanceOfItsOwnIsDrawnOnceHoweverOftenTheRunIsRepeated() {
        PlanModifiers plan = plan("OWN");
        PlanPriced once = price(plan, "anna", "70", null, Memory.start(PlanState.START));
        PlanPriced again = price(plan, "anna", "70", null, once.memory());
        assertThat(again.priced()).isEqualTo(once.priced());
        assertThat(again.memory()).isEqualTo(once.memory());
        assertThat(again.memory().after().allowance().left()).isEqualByComparingTo("30");
    }
}
