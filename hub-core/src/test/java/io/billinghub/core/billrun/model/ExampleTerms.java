package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.modifier.AmountOff;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.PercentOff;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.commitment.Commitment.Measure;
import io.billinghub.core.rating.modifier.commitment.Commitment.Settlement;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Terms of accounts to try things with; amounts in EUR. */
final class ExampleTerms {

    /** By what people call them. */
    static final Map<String, AccountModifiers> ALL = Map.ofEntries(
            Map.entry("none", AccountModifiers.NONE),
            Map.entry("minimum 50", limits(limit("50", null))),
            Map.entry("maximum 100", limits(limit(null, "100"))),
            Map.entry("percent 20", discounts(discount(new PercentOff(new BigDecimal("20")), null))),
            Map.entry("fixed 9", discounts(discount(new AmountOff(new BigDecimal("9")), null))),
            Map.entry(
                    "coupon 6, 10 in all",
                    discounts(discount(
                            new AmountOff(new BigDecimal("6")), new Coupon("HI", 0, new BigDecimal("10"), 0, null)))),
            Map.entry("bundle 5 by kino", bundle()),
            Map.entry("each cycle 60 of 2", commitment("60", 2, Settlement.EACH_CYCLE, false)),
            Map.entry("each cycle 60 of 3 with surplus", commitment("60", 3, Settlement.EACH_CYCLE, true)),
            Map.entry("term 100 of 2", commitment("100", 2, Settlement.TERM_END, false)),
            Map.entry("60 GB of 2", gigabytes()),
            Map.entry("points", loyalty()),
            Map.entry("all together", together()),
            Map.entry("sponsor 50 %", sponsor("50", null)),
            Map.entry("sponsor up to 30 in all", sponsor("100", "30")));

    private ExampleTerms() {}

    private static AccountModifiers limits(SpendLimit limit) {
        return new AccountModifiers(List.of(limit), null, null, null, null, null, null, null);
    }

    private static SpendLimit limit(String least, String most) {
        return new SpendLimit(
                "limit",
                "Limit",
                least == null ? null : new BigDecimal(least),
                most == null ? null : new BigDecimal(most),
                null,
                null,
                null,
                new ChargedAs("data", "host", null));
    }

    private static AccountModifiers discounts(Discount discount) {
        return new AccountModifiers(null, null, null, List.of(discount), null, null, null, null);
    }

    private static Discount discount(Reduction reduction, Coupon coupon) {
        return new Discount("less", "Less", 0, reduction, null, null, coupon, null, null);
    }

    private static AccountModifiers bundle() {
        return new AccountModifiers(
                null,
                null,
                null,
                null,
                List.of(new Bundle(
                        "duo",
                        "Duo",
                        List.of("line", "tv"),
                        0,
                        new AmountOff(new BigDecimal("5")),
                        null,
                        List.of(new Bearer("kino", BigDecimal.ONE)),
                        null,
                        null)),
                null,
                null,
                null);
    }

    private static AccountModifiers commitment(String committed, int cycles, Settlement when, boolean surplus) {
        return new AccountModifiers(
                null,
                List.of(new Commitment(
                        "deal",
                        "Deal",
                        Measure.AMOUNT,
                        new BigDecimal(committed),
                        null,
                        cycles,
                        when,
                        surplus,
                        null,
                        null,
                        null,
                        false,
                        null,
                        new ChargedAs("data", "host", null))),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static AccountModifiers gigabytes() {
        return new AccountModifiers(
                null,
                List.of(new Commitment(
                        "deal",
                        "Deal",
                        Measure.QUANTITY,
                        new BigDecimal("60"),
                        "GB",
                        2,
                        Settlement.EACH_CYCLE,
                        false,
                        new BigDecimal("0.50"),
                        null,
                        null,
                        true,
                        null,
                        new ChargedAs("data", "host", null))),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Of most kinds one, over all lines. */
    private static AccountModifiers together() {
        return new AccountModifiers(
                List.of(limit("40", "90")),
                gigabytes().commitments(),
                null,
                List.of(
                        discount(new PercentOff(new BigDecimal("12.5")), null),
                        new Discount(
                                "hello",
                                "Hello",
                                1,
                                new AmountOff(new BigDecimal("6")),
                                null,
                                null,
                                new Coupon("HI", 3, new BigDecimal("15"), 0, null),
                                null,
                                null)),
                bundle().bundles(),
                loyalty().loyalty(),
                null,
                sponsor("50", "60").sponsorships());
    }

    private static AccountModifiers loyalty() {
        return new AccountModifiers(
                null,
                null,
                null,
                null,
                null,
                new LoyaltyProgram(
                        "club",
                        "Club",
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        null,
                        null,
                        new BigDecimal("0.10"),
                        null,
                        null,
                        0,
                        null),
                null,
                null);
    }

    private static AccountModifiers sponsor(String percent, String inAll) {
        return new AccountModifiers(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new Sponsorship(
                        "gift",
                        "Gift",
                        "B-1",
                        0,
                        new BigDecimal(percent),
                        null,
                        inAll == null ? null : new BigDecimal(inAll),
                        null,
                        null)));
    }
}
