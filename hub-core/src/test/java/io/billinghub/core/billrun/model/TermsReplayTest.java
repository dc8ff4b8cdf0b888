package io.billinghub.core.billrun.model;

import static io.billinghub.core.billrun.model.SimulatedTerms.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.loyalty.PointLot;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Corrections of a billed period carry the terms of that period; amounts in EUR. */
class TermsReplayTest {

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
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get(terms), 0);
        runs.run(1, Map.of(1, sums(1, billed)));

        assertThat(SimulatedTerms.words(runs.run(2, Map.of(1, sums(1, corrected))).stream()
                        .filter(charge -> charge.corrected().isPresent())
                        .toList()))
                .isEqualTo(difference == null ? "" : difference);
    }

    /** 30 + 20 missing; then 10 more and 10 less missing; then the 10 are taken back, and the 10 are missing again. */
    @Test
    void aCorrectionThatIsTakenBackComesToNothing() {
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get("minimum 50"), 0);

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
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get("term 100 of 2"), 0);
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
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get("term 100 of 2"), 0);
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
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get("points"), 50);
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
        SimulatedTerms runs = new SimulatedTerms(ExampleTerms.ALL.get("coupon 6, 10 in all"), 0);
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
        TermsInput known = SimulatedTerms.input(
                ExampleTerms.ALL.get("sponsor up to 30 in all"), 1, sums(1, "usage 20"), before, 0);

        assertThat(SimulatedTerms.words(TermsReplay.of(List.of(SimulatedTerms.billed(known, sums(1, "usage -8"))))
                        .charges()))
                .isEqualTo("SPONSORED data 5.00 to 77");
        assertThat(SimulatedTerms.words(TermsReplay.of(List.of(SimulatedTerms.billed(known, sums(1, "usage 10"))))
                        .charges()))
                .isEqualTo("SPONSORED data -10.00 to 77");
    }

    private static String toPay(String terms, String billed, String corrected) {
        TermsReplay replay = TermsReplay.of(List.of(SimulatedTerms.billed(
                SimulatedTerms.input(ExampleTerms.ALL.get(terms), 1, sums(1, billed), AccountState.START, 0),
                sums(1, corrected))));
        return String.join(
                ", ",
                TermsReplay.toPay(sums(1, corrected), replay.charges()).stream()
                        .map(sum -> (sum.sold().equals(SimulatedTerms.DATA) ? "usage " : "fee ") + sum.net())
                        .toList());
    }

    private static List<ChargedSum> sums(int month, String words) {
        return Arrays.stream(words.split(",", -1)).map(each -> sum(month, each)).toList();
    }

    private static KeptState kept(long id, int month) {
        return new KeptState(id, 1, month, SimulatedTerms.month(month), id - 1, Optional.empty(), AccountState.START);
    }

    /**
     * 10.00 were taken off. By what others have used of the coupon since, 20.00 would have been; all is given back, and 10.00 are charged,
     * not 20.00. Where nothing was taken off, nothing is.
     */
    @Test
    void nothingIsChargedForAReductionThatWasNeverGiven() {
        TermsInput known = SimulatedTerms.input(
                ExampleTerms.ALL.get("percent 20"), 1, sums(1, "usage 100"), AccountState.START, 0);

        assertThat(taken(known, "-10.00")).isEqualTo("DISCOUNT data 10.00");
        assertThat(taken(known, "-20.00")).isEqualTo("DISCOUNT data 20.00");
        assertThat(taken(known, "0")).isEmpty();
    }

    private static String taken(TermsInput known, String off) {
        ChargedTerms charged = new ChargedTerms(
                SimulatedTerms.DATA.offeringId(), AdjustmentKind.DISCOUNT, "less", new BigDecimal(off));
        List<TermsCharge> made = TermsReplay.of(
                        List.of(new TermsReplay.Billed(known, List.of(charged), sums(1, "usage -100"))))
                .charges();
        made.forEach(charge -> assertThat(charge.steps().stream()
                        .map(step -> step.amount().getAmount())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(charge.amount().getAmount()));
        return SimulatedTerms.words(made);
    }
}
