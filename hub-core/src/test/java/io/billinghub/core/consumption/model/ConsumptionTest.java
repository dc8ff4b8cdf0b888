package io.billinghub.core.consumption.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.UsageSum;
import io.billinghub.core.usagelimit.model.Limited;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Usage is summed by account, product, partner and unit, whether it has a price or not. */
class ConsumptionTest {

    private static final CyclePeriod OCTOBER =
            new CyclePeriod(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-01"));

    // account 1: 10 + 5 - 2 = 13 messages in 2 + 1 + 1 records, 3 GB in 1; account 2: 7 messages in 1
    private final Consumption consumption = Consumption.of(
            OCTOBER,
            ZoneId.of("Europe/Helsinki"),
            List.of(
                    sum(2, 1, "message", "", "7", 1),
                    sum(1, 1, "message", "north", "10", 2),
                    sum(1, 1, "message", "south", "5", 1),
                    sum(1, 1, "message", "", "-2", 1),
                    sum(1, 2, "GB", "", "3", 1)),
            new RatedUsage(List.of(), List.of(new RatedUsage.Unrated(1, 2, "no price"))));

    @Test
    void groupingKeysAreSummedAndAccountsAreNot() {
        assertThat(consumption.used())
                .extracting(used -> used.accountId() + " " + used.offeringKey() + " " + used.quantity() + " "
                        + used.unit() + " " + used.records())
                .containsExactly("1 p1 13 message 4", "1 p2 3 GB 1", "2 p1 7 message 1");
    }

    @Test
    void whatHasNoPriceSaysWhyAndHasNoAmount() {
        assertThat(consumption.used())
                .extracting(Used::unrated)
                .containsExactly(Optional.empty(), Optional.of("no price"), Optional.empty());
        assertThat(consumption.used()).allMatch(used -> used.amount().isEmpty());
    }

    @Test
    void aLimitCountsItsProductAndUnitAlone() {
        assertThat(limited(OptionalLong.empty(), "message")).isEqualByComparingTo("20");
        assertThat(limited(OptionalLong.of(1), "message")).isEqualByComparingTo("20");
        assertThat(limited(OptionalLong.of(2), "message")).isZero();
        assertThat(limited(OptionalLong.empty(), "GB")).isEqualByComparingTo("3");
        assertThat(new Limited(OptionalLong.empty(), Optional.empty(), Optional.of(CurrencyUnit.EUR))
                        .of(consumption.used()))
                .isZero();
    }

    private BigDecimal limited(OptionalLong offering, String unit) {
        return new Limited(offering, Optional.of(unit), Optional.empty()).of(consumption.used());
    }

    private static UsageSum sum(
            long account, long offering, String unit, String groupingKey, String quantity, long records) {
        return new UsageSum(
                account,
                offering,
                "p" + offering,
                "Product " + offering,
                9,
                "partner",
                groupingKey,
                unit,
                Optional.empty(),
                Map.of(),
                new BigDecimal(quantity),
                records,
                records,
                Instant.parse("2026-10-05T00:00:00Z"));
    }
}
