package io.billinghub.core.billrun.model;

import static io.billinghub.core.billrun.model.SimulatedTerms.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.modifier.AmountOff;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.PercentOff;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.commitment.Commitment;
import io.billinghub.core.rating.modifier.commitment.Commitment.Measure;
import io.billinghub.core.rating.modifier.commitment.Commitment.Settlement;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.discount.Coupon;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.loyalty.LoyaltyProgram;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Corrections of a billed period carry the terms of that period; amounts in EUR. */
class TermsReplayTest {

    private static final Map<String, AccountModifiers> TERMS = Map.ofEntries(
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

    /** The month of the first column was billed; then this is corrected. What the next bill has more by the month's terms. */
    @ParameterizedTest(name = "{0}: {1} billed, {2} corrected")
    @CsvSource(delimiter = '|', textBlock = """
            # of 30 used 20 were missing to the minimum; of 40 only 10 are
            minimum 50          | usage 30          | usage 10   | TRUE_UP data -10.00
            # at 70 nothing is missing: all of the 20 come back
            minimum 50          | usage 30          | usage 40   | TRUE_UP data -20.00
            # all of the usage is taken back: the whole minimum is missing
            minimum 50          | usage 30          | usage -30  | TRUE_UP data 30.00
            minimum 50          | usage 60          | usage 10   |
            # 150 were capped at 100; of 130 only 30 are too much, and bill and correction come to 100
            maximum 100         | usage 150         | usage -20  | MAXIMUM_SPEND data 20.00
            # 110 are 10 beyond
            maximum 100         | usage 90          | usage 20   | MAXIMUM_SPEND data -10.00
            # a fee that was billed at 80 comes back at 80, whatever else the product has
            percent 20          | fee 100           | fee -100   | DISCOUNT line 20.00
            # 20 % of 10.05 were 2.01; of 20.10 they are 4.02
            percent 20          | usage 10.05       | usage 10.05 | DISCOUNT data -2.01
            # a price is lowered from 10 to 7
            percent 20          | fee 10            | fee -3     | DISCOUNT line 0.60
            # of 5 all was taken off, of 15 it is 9
            fixed 9             | usage 5           | usage 10   | DISCOUNT data -4.00
            # the coupon had taken 4 of its 6
            coupon 6, 10 in all | usage 4           | usage 10   | COUPON data -2.00
            # without the line there is no bundle: kino gets back what it has borne
            bundle 5 by kino    | fee 20, tv 20     | fee -20    | BUNDLE tv 5.00 by kino
            bundle 5 by kino    | tv 20             | fee 20     | BUNDLE tv -5.00 by kino
            # of 40 there were 20 missing, of 50 there are 10
            each cycle 60 of 2  | usage 40          | usage 10   | SHORTFALL data -10.00
            # 20 GB were missing at 0.50; of 50 GB there are 10
            60 GB of 2          | usage 40          | usage 10   | SHORTFALL data -5.00
            60 GB of 2          | usage 40          | usage -10  | SHORTFALL data 5.00
            # nothing is due before the term's end
            term 100 of 2       | usage 40          | usage 10   |
            points              | usage 40          | usage 10   |
            # the sponsor has paid 10 of 20; of 12 it pays 6, and gets 4 back
            sponsor 50 %        | usage 20          | usage -8   | SPONSORED data 4.00 to 77
            sponsor 50 %        | usage 20          | usage 8    | SPONSORED data -4.00 to 77
            none                | usage 20          | usage 8    |
            """)
    void aCorrectionHasTheTermsOfItsPeriod(String terms, String billed, String corrected, String difference) {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get(terms), 0);
        runs.run(1, Map.of(1, sums(1, billed)));

        assertThat(SimulatedTerms.words(runs.run(2, Map.of(1, sums(1, corrected))).stream()
                        .filter(charge -> charge.corrected().isPresent())
                        .toList()))
                .isEqualTo(difference == null ? "" : difference);
    }

    /** 30 + 20 missing; then 10 more and 10 less missing; then the 10 are taken back, and the 10 are missing again. */
    @Test
    void aCorrectionThatIsTakenBackComesToNothing() {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get("minimum 50"), 0);

        assertThat(SimulatedTerms.words(runs.run(1, Map.of(1, sums(1, "usage 30")))))
                .isEqualTo("TRUE_UP data 20.00");
        assertThat(SimulatedTerms.words(runs.run(2, Map.of(1, sums(1, "usage 10"), 2, sums(2, "usage 50")))))
                .isEqualTo("TRUE_UP data -10.00");
        assertThat(SimulatedTerms.words(runs.run(3, Map.of(1, sums(1, "usage -10"), 3, sums(3, "usage 50")))))
                .isEqualTo("TRUE_UP data 10.00");
        assertThat(SimulatedTerms.words(runs.run(4, Map.of(4, sums(4, "usage 50")))))
                .isEmpty();
    }

    /** 40 + 40 of 100: 20 were missing at the end. 5 more of the first month leave 15: the second month's shortfall is corrected. */
    @Test
    void aMonthThatFollowsIsCorrectedWithWhatItBeganWith() {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get("term 100 of 2"), 0);
        runs.run(1, Map.of(1, sums(1, "usage 40")));
        runs.run(2, Map.of(2, sums(2, "usage 40")));

        List<TermsCharge> made = runs.run(3, Map.of(1, sums(1, "usage 5")));
        assertThat(SimulatedTerms.words(made)).isEqualTo("SHORTFALL data -5.00");
        assertThat(made.get(0).corrected()).contains(LocalDate.of(2026, 2, 1));
        assertThat(made.get(0).description())
                .isEqualTo("Deal: 15.00 EUR less than committed, correction of the period from 2026-02-01");
        assertThat(made.get(0).steps().stream()
                        .map(step -> step.amount().getAmount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("-5");
    }

    /** 40 of 100, and 5 more that come with the second month, of which 55 are left: nothing is missing. */
    @Test
    void theRunGoesOnFromWhatItsCorrectionsLeave() {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get("term 100 of 2"), 0);
        runs.run(1, Map.of(1, sums(1, "usage 40")));

        assertThat(SimulatedTerms.words(runs.run(2, Map.of(1, sums(1, "usage 5"), 2, sums(2, "usage 55")))))
                .isEmpty();
    }

    /**
     * 24 points on 24.90; in the second month they are burnt, 2.40 off, and 22 are earned on 22.50. 10.00 more of the first month make it
     * 34 points: 1.00 more off, and 21 are earned on 21.50.
     */
    @Test
    void pointsAreThoseThatWouldHaveBeenEarned() {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get("points"), 50);
        runs.run(1, Map.of(1, sums(1, "usage 24.90")));
        assertThat(SimulatedTerms.words(runs.run(2, Map.of(2, sums(2, "usage 24.90")))))
                .isEqualTo("LOYALTY data -2.40");

        assertThat(SimulatedTerms.words(runs.run(3, Map.of(1, sums(1, "usage 10")))))
                .isEqualTo("LOYALTY data -1.00");
        assertThat(runs.state().points()).extracting(PointLot::points).containsExactly(new BigDecimal("21"));
    }

    /** 6 + 4 of the coupon's 10 were used. The first month is taken back: the second one gets its 6, and 4 are left for the third. */
    @Test
    void whatACouponIsUsedLessIsThereAgain() {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get("coupon 6, 10 in all"), 0);
        runs.run(1, Map.of(1, sums(1, "usage 20")));
        runs.run(2, Map.of(2, sums(2, "usage 20")));

        assertThat(SimulatedTerms.words(runs.run(3, Map.of(1, sums(1, "usage -20"), 3, sums(3, "usage 20")))))
                .isEqualTo("COUPON data -2.00, COUPON data -4.00, COUPON data 6.00");
        assertThat(runs.state().coupons().get("HI").amount()).isEqualByComparingTo("10");
    }

    /** Billed before the account had terms, so no state was kept: nothing is priced again. */
    @Test
    void aPeriodWithoutTermsIsNotPricedAgain() {
        KeptState march = kept(1, 3);
        assertThat(KeptState.toReplay(List.of(march), Set.of(LocalDate.of(2026, 2, 1)), Map.of()))
                .isEmpty();
        assertThat(KeptState.toReplay(List.of(march), Set.of(LocalDate.of(2026, 3, 1)), Map.of()))
                .containsExactly(march);
    }

    /** The run of March has corrected January: what February began with is out of date, and January is priced again before it. */
    @Test
    void whatBeganWithSomethingThatWasCorrectedLaterIsPricedFromThere() {
        List<KeptState> all = List.of(kept(1, 1), kept(2, 2), kept(3, 3));
        assertThat(KeptState.toReplay(
                        all, Set.of(LocalDate.of(2026, 2, 1)), Map.of(3L, Set.of(LocalDate.of(2026, 1, 1)))))
                .isEqualTo(all);
        assertThat(KeptState.toReplay(
                        all, Set.of(LocalDate.of(2026, 3, 1)), Map.of(3L, Set.of(LocalDate.of(2026, 1, 1)))))
                .isEqualTo(all.subList(2, 3));
    }

    /** 10 more, 2 of them taken off: prepaid money may pay 8. With 10 less missing to a minimum there is nothing to pay. */
    @Test
    void prepaidMoneyPaysNoMoreThanCorrectionsComeTo() {
        assertThat(toPay("percent 20", "usage 20", "usage 10")).isEqualTo("usage 8.00");
        assertThat(toPay("minimum 50", "usage 20", "usage 10")).isEmpty();
        assertThat(toPay("none", "usage 20, fee 30", "usage 10, fee -4")).isEqualTo("usage 6");
        assertThat(toPay("percent 20", "usage 20, fee 30", "fee -4")).isEmpty();
    }

    /**
     * Of 20.00 prepaid money has paid 15.00 and the sponsor 5.00. 8.00 are taken back: of 12.00 the money would have paid all, so the
     * sponsor gets its 5.00; the other 3.00 are the customer's, on the bill. Of 30.00 the sponsor pays 15.00, 10.00 more.
     */
    @Test
    void aSponsorGetsBackNoMoreThanItHasPaid() {
        Credit drawn = new Credit("card", "Card", 1, null, null, null, new BigDecimal("15"), null);
        AccountState before = new AccountState(null, null, null, List.of(drawn), null);
        TermsInput known =
                SimulatedTerms.input(TERMS.get("sponsor up to 30 in all"), 1, sums(1, "usage 20"), before, 0);

        assertThat(SimulatedTerms.words(TermsReplay.of(List.of(new TermsReplay.Billed(known, sums(1, "usage -8"))))
                        .charges()))
                .isEqualTo("SPONSORED data 5.00 to 77");
        assertThat(SimulatedTerms.words(TermsReplay.of(List.of(new TermsReplay.Billed(known, sums(1, "usage 10"))))
                        .charges()))
                .isEqualTo("SPONSORED data -10.00 to 77");
    }

    private static String toPay(String terms, String billed, String corrected) {
        TermsReplay replay = TermsReplay.of(List.of(new TermsReplay.Billed(
                SimulatedTerms.input(TERMS.get(terms), 1, sums(1, billed), AccountState.START, 0),
                sums(1, corrected))));
        return String.join(
                ", ",
                TermsReplay.toPay(sums(1, corrected), replay.charges()).stream()
                        .map(sum -> (sum.sold().equals(SimulatedTerms.DATA) ? "usage " : "fee ") + sum.net())
                        .toList());
    }

    /**
     * In whatever order charges of six months come to be known, and one month is billed after those that follow it: all that runs charge
     * by terms comes to what it would have been, had all been known in time.
     */
    @Property(tries = 1000)
    void whatTermsComeToDoesNotDependOnWhenChargesAreKnown(
            @ForAll("terms") String terms, @ForAll("facts") List<Fact> facts, @ForAll("order") List<Integer> order) {
        SimulatedTerms runs = new SimulatedTerms(TERMS.get(terms), 15);
        for (int now = 0; now < order.size(); now++) {
            Map<Integer, List<ChargedSum>> learnt = new TreeMap<>();
            for (Fact fact : facts) {
                int billed = order.indexOf(fact.month());
                if (Math.min(order.size() - 1, billed + fact.later()) == now) {
                    learnt.merge(
                            fact.month(),
                            List.of(sum(fact.month(), fact.words())),
                            (one, other) ->
                                    Stream.concat(one.stream(), other.stream()).toList());
                }
            }
            runs.run(order.get(now), learnt);
        }
        assertThat(runs.billed()).isEqualTo(runs.withFullKnowledge());
    }

    /**
     * Something that is charged or given back.
     *
     * @param later how many runs after that of its month it comes to be known
     */
    private record Fact(int month, String words, int later) {}

    @Provide
    Arbitrary<String> terms() {
        return Arbitraries.of(TERMS.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<List<Fact>> facts() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of("usage", "usage", "usage", "fee", "tv"),
                        Arbitraries.of("10.05", "33.33", "70.00", "0.01", "-10.05", "-5.00", "-70.00"),
                        Arbitraries.of(0, 0, 0, 1, 1, 2, 4))
                .as((month, kind, amount, later) -> new Fact(month, kind + " " + amount, later))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Integer>> order() {
        return Arbitraries.of(
                List.of(1, 2, 3, 4, 5, 6),
                List.of(1, 2, 3, 4, 5, 6),
                List.of(2, 1, 3, 4, 5, 6),
                List.of(1, 3, 4, 2, 5, 6));
    }

    private static List<ChargedSum> sums(int month, String words) {
        return Arrays.stream(words.split(",", -1)).map(each -> sum(month, each)).toList();
    }

    private static KeptState kept(long id, int month) {
        return new KeptState(id, 1, month, SimulatedTerms.month(month), id - 1, Optional.empty(), AccountState.START);
    }

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
