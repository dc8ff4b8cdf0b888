package io.billinghub.core.billrun.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.accountterms.model.AccountTerms;
import io.billinghub.core.billrun.model.SoldAs.StatedTax;
import io.billinghub.core.billrun.model.TermsCharge.Bearing;
import io.billinghub.core.billrun.model.TermsInput.Offered;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.AmountOff;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.PercentOff;
import io.billinghub.core.rating.modifier.Reduction;
import io.billinghub.core.rating.modifier.bundle.Bearer;
import io.billinghub.core.rating.modifier.bundle.Bundle;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.discount.Discount;
import io.billinghub.core.rating.modifier.pricing.AccountModifiers;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.modifier.sponsor.Sponsorship;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From sums and terms to charges; amounts in EUR, by what each comes to on the bill. */
class TermsPricingTest {

    private static final LocalPeriod OCTOBER = days("2026-10-01", "2026-11-01");
    private static final LocalPeriod SEPTEMBER = days("2026-09-01", "2026-10-01");
    private static final SoldAs DATA = new SoldAs(1, "data", "host", Optional.empty(), Optional.empty());
    private static final SoldAs TV = new SoldAs(2, "tv", "kino", Optional.of(20L), Optional.of(tax("S", "25.5")));
    private static final SoldAs TV_OTHER_TAX =
            new SoldAs(2, "tv", "kino", Optional.of(20L), Optional.of(tax("S", "13.5")));

    @Test
    void aChargeHasSellerAndTaxOfWhatItReduces() {
        assertThat(charges(
                        discounts(percent("ten", "10")),
                        sum(TV, ChargeKind.PARTNER, OCTOBER, "20.00"),
                        sum(TV_OTHER_TAX, ChargeKind.PARTNER, OCTOBER, "10.00")))
                .containsExactlyInAnyOrder(
                        "DISCOUNT/ten/2026-11-01 tv S 25.5 -2.00", "DISCOUNT/ten/2026-11-01 tv S 13.5 -1.00");
    }

    /** Usage 10.05 and fees 10.05 leave 9.045 each, 9.05 on a bill: 1.00 is taken off each, and one charge says so. */
    @Test
    void kindsOfOneProductComeInOneCharge() {
        assertThat(charges(
                        discounts(percent("ten", "10")),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "10.05"),
                        sum(DATA, ChargeKind.RECURRING, OCTOBER, "10.05")))
                .containsExactly("DISCOUNT/ten/2026-11-01 data -2.00");
    }

    /** 10.05 − 1.005 = 9.045 → 9.05; − 0.9045 = 8.1405 → 8.14: taken off are 1.00 and 0.91, together 1.91 as 10.05 − 8.14. */
    @Test
    void eachModifierTakesTheDifferenceBetweenRoundedAmounts() {
        assertThat(charges(
                        discounts(percent("a", "10"), percent("b", "10")),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "10.05")))
                .containsExactly("DISCOUNT/a/2026-11-01 data -1.00", "DISCOUNT/b/2026-11-01 data -0.91");
    }

    /** September gives 30.00 back that were charged with 10 % off: 10 % of 100.00 − 30.00 are 7.00. */
    @Test
    void whatIsGivenBackIsSetOffBeforeAnythingIsTakenOff() {
        assertThat(charges(
                        discounts(percent("ten", "10")),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "100.00"),
                        sum(DATA, ChargeKind.USAGE, SEPTEMBER, "-30.00")))
                .containsExactly("DISCOUNT/ten/2026-11-01 data -7.00");
    }

    @Test
    void whatIsGivenBackBeyondTheChargesIsLeftAlone() {
        assertThat(charges(
                        discounts(percent("ten", "10")),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "10.00"),
                        sum(DATA, ChargeKind.USAGE, SEPTEMBER, "-30.00"),
                        sum(DATA, ChargeKind.RECURRING, OCTOBER, "20.00")))
                .containsExactly("DISCOUNT/ten/2026-11-01 data -2.00");
    }

    /** What is charged in October and given back for September, as units and amount; and what is left of both. */
    @ParameterizedTest(name = "{0} less {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # 4 of 10 units are given back: a pack has 6 to pay for
            10 10.00 | -4 -4.00   | 6 6.00
            # the amount alone: 10 units, for less
            10 10.00 | 0 -4.00    | 10 6.00
            # dearer ones are given back
            10 10.00 | -2 -3.00   | 8 7.00
            # all of it: the product is not there any more
            10 10.00 | -10 -10.00 |
            # 5 units more than there are stay given back, for 5.00
            10 10.00 | -15 -15.00 | -5 -5.00
            """)
    void unitsGoWithTheAmountThatIsSetOff(String charged, String back, String left) {
        assertThat(SetOff.of(List.of(units(OCTOBER, charged), units(SEPTEMBER, back))).values().stream()
                        .map(sum -> sum.quantity().stripTrailingZeros().toPlainString() + " " + sum.net())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(left == null ? "" : left);
    }

    private static ChargedSum units(LocalPeriod service, String words) {
        String[] parts = words.split(" ", -1);
        return new ChargedSum(
                1, DATA, ChargeKind.USAGE, service, "SMS", new BigDecimal(parts[0]), new BigDecimal(parts[1]));
    }

    /** 9.00 off, borne 2 : 1 by host and kino: 6.00 on the host's data, 3.00 on kino's tv. */
    @Test
    void aBearerStandsOnAChargeOfItsOwn() {
        assertThat(charges(
                        bundle(new Bearer("host", BigDecimal.valueOf(2)), new Bearer("kino", BigDecimal.ONE)),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "50.00"),
                        sum(TV, ChargeKind.PARTNER, OCTOBER, "20.00")))
                .containsExactlyInAnyOrder(
                        "BUNDLE/duo/2026-11-01 data -6.00", "BUNDLE/duo/2026-11-01/kino tv S 25.5 -3.00 by 200");
    }

    /** Kino bears 30.00 and has 20.00 of its own to take them off: the rest is on the host's product, still borne by kino. */
    @Test
    void aBearerMayBearOnAnothersProduct() {
        assertThat(charges(
                        new AccountModifiers(
                                null,
                                null,
                                null,
                                null,
                                List.of(new Bundle(
                                        "duo",
                                        "Duo",
                                        List.of("data", "tv"),
                                        0,
                                        off("30.00"),
                                        null,
                                        List.of(new Bearer("kino", BigDecimal.ONE)),
                                        null,
                                        null)),
                                null,
                                null,
                                null),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "50.00"),
                        sum(TV, ChargeKind.PARTNER, OCTOBER, "20.00")))
                .containsExactlyInAnyOrder(
                        "BUNDLE/duo/2026-11-01/kino tv S 25.5 -20.00 by 200",
                        "BUNDLE/duo/2026-11-01/kino data -10.00 by 200");
    }

    /** A minimum of 30.00 for 20.00 of an agency product: the true-up has the tax that the partner states. */
    @Test
    void aTrueUpHasTheTaxThatItsSellerStates() {
        AccountModifiers least = limits(new SpendLimit(
                "least", "Least", new BigDecimal("30.00"), null, null, null, null, new ChargedAs("tv", "kino", null)));
        assertThat(charges(least, sum(TV, ChargeKind.PARTNER, OCTOBER, "20.00")))
                .containsExactly("TRUE_UP/least/2026-11-01 tv S 25.5 10.00");
        assertThatThrownBy(() -> charges(least, sum(DATA, ChargeKind.USAGE, OCTOBER, "20.00")))
                .hasMessageContaining("its bills of the period state no tax");
    }

    @Test
    void nothingIsChargedUnderAProductOfSomebodyElse() {
        assertThatThrownBy(() -> charges(
                        limits(new SpendLimit(
                                "least",
                                "Least",
                                BigDecimal.TEN,
                                null,
                                null,
                                null,
                                null,
                                new ChargedAs("data", "kino", null))),
                        sum(DATA, ChargeKind.USAGE, OCTOBER, "5.00")))
                .hasMessage("product data is of host, so nothing is charged under it for kino");
    }

    @Test
    void whatASponsorPaysNamesItsAccount() {
        TermsOutcome outcome =
                TermsPricing.price(input(sponsored("B-1"), List.of(sum(DATA, ChargeKind.USAGE, OCTOBER, "12.35"))));
        assertThat(outcome.charges()).hasSize(1);
        assertThat(outcome.charges().get(0).sponsorId()).contains(77L);
        assertThat(outcome.charges().get(0).amount()).isEqualTo(Money.parse("EUR -12.35"));
        assertThatThrownBy(() -> charges(sponsored("nobody"), sum(DATA, ChargeKind.USAGE, OCTOBER, "1.00")))
                .hasMessage("sponsorship all names the account nobody, which is not there");
    }

    @Property(tries = 300)
    void chargesComeToWhatTheLinesComeToInWhateverOrder(
            @ForAll @Size(min = 1, max = 8) List<@LongRange(min = -20_000, max = 100_000) Long> cents,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @LongRange(min = 0, max = 50_000) long maximum) {
        List<ChargedSum> sums = new ArrayList<>();
        for (long each : cents) {
            sums.add(sum(
                    sums.size() % 2 == 0 ? DATA : TV,
                    sums.size() % 3 == 0 ? ChargeKind.RECURRING : ChargeKind.USAGE,
                    days("2026-10-01", "2026-10-" + (10 + sums.size())),
                    BigDecimal.valueOf(each, 2).toPlainString()));
        }
        AccountModifiers modifiers = new AccountModifiers(
                List.of(new SpendLimit("most", "Most", null, BigDecimal.valueOf(maximum, 2), null, null, null, null)),
                null,
                null,
                List.of(percent("some", String.valueOf(percent)), percent("more", "33.3")),
                null,
                null,
                null,
                null);
        List<TermsCharge> charges = TermsPricing.price(input(modifiers, sums)).charges();
        BigDecimal given = sums.stream().map(ChargedSum::net).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal taken =
                charges.stream().map(charge -> charge.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(charges).allSatisfy(charge -> {
            assertThat(charge.amount().isNegative()).isTrue();
            assertThat(charge.steps().stream()
                            .map(step -> step.amount().getAmount())
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(charge.amount().getAmount());
        });
        assertThat(given.add(taken)).isLessThanOrEqualTo(given.min(BigDecimal.valueOf(maximum, 2)));
        assertThat(taken.negate())
                .isLessThanOrEqualTo(given.max(BigDecimal.ZERO).add(backBeyond(sums)));
        List<ChargedSum> turned = new ArrayList<>(sums);
        Collections.reverse(turned);
        assertThat(TermsPricing.price(input(modifiers, turned)).charges()).isEqualTo(charges);
    }

    /** 0.02, 0.10 and 0.57 less 3 % and 33.3 % are 0.0129, 0.0647 and 0.3688; of them nothing may be left, also not by rounding up. */
    @Example
    void aMaximumOfNothingLeavesNothingOfSmallLines() {
        chargesComeToWhatTheLinesComeToInWhateverOrder(List.of(2L, 10L, 57L), 3, 0);
    }

    /** What is given back beyond the charges of its product and kind; nothing can be taken off for it. */
    private static BigDecimal backBeyond(List<ChargedSum> sums) {
        return sums.stream()
                .collect(Collectors.groupingBy(
                        each -> each.sold().product() + each.kind(),
                        Collectors.reducing(BigDecimal.ZERO, ChargedSum::net, BigDecimal::add)))
                .values()
                .stream()
                .filter(net -> net.signum() < 0)
                .map(BigDecimal::negate)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<String> charges(AccountModifiers modifiers, ChargedSum... sums) {
        return TermsPricing.price(input(modifiers, List.of(sums))).charges().stream()
                .map(charge -> charge.groupingKey() + " " + charge.sold().product()
                        + charge.sold()
                                .tax()
                                .map(tax ->
                                        " " + tax.category() + " " + tax.rate().toPlainString())
                                .orElse("")
                        + " " + charge.amount().getAmount()
                        + charge.bearer().map(party -> " by " + party.partyId()).orElse(""))
                .toList();
    }

    private static TermsInput input(AccountModifiers modifiers, List<ChargedSum> sums) {
        return new TermsInput(
                "run",
                1,
                CurrencyUnit.EUR,
                OCTOBER,
                new AccountTerms(modifiers, new Customer("A-1", null, null, null), null, BigDecimal.ZERO),
                sums,
                List.of(),
                AccountState.START,
                Map.of(),
                List.of(),
                new TermsInput.Named(
                        "host",
                        Map.of(
                                "data",
                                new Offered(DATA, false),
                                "tv",
                                new Offered(new SoldAs(2, "tv", "kino", Optional.of(20L), Optional.empty()), true)),
                        Map.of(
                                "host", new Bearing("host", 100, Optional.empty()),
                                "kino", new Bearing("kino", 200, Optional.of(20L))),
                        Map.of("B-1", 77L)));
    }

    private static AccountModifiers discounts(Discount... discounts) {
        return new AccountModifiers(null, null, null, List.of(discounts), null, null, null, null);
    }

    private static AccountModifiers limits(SpendLimit limit) {
        return new AccountModifiers(List.of(limit), null, null, null, null, null, null, null);
    }

    private static AccountModifiers bundle(Bearer... bearers) {
        return new AccountModifiers(
                null,
                null,
                null,
                null,
                List.of(new Bundle(
                        "duo", "Duo", List.of("data", "tv"), 0, off("9.00"), null, List.of(bearers), null, null)),
                null,
                null,
                null);
    }

    private static AccountModifiers sponsored(String by) {
        return new AccountModifiers(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new Sponsorship("all", "Gift", by, 0, null, null, null, null, null)));
    }

    private static Discount percent(String key, String percent) {
        return new Discount(key, key, 0, new PercentOff(new BigDecimal(percent)), null, null, null, null, null);
    }

    private static Reduction off(String amount) {
        return new AmountOff(new BigDecimal(amount));
    }

    private static ChargedSum sum(SoldAs sold, ChargeKind kind, LocalPeriod service, String net) {
        return new ChargedSum(1, sold, kind, service, "unit", BigDecimal.ONE, new BigDecimal(net));
    }

    private static StatedTax tax(String category, String rate) {
        return new StatedTax(category, new BigDecimal(rate));
    }

    private static LocalPeriod days(String from, String to) {
        return new LocalPeriod(LocalDate.parse(from), LocalDate.parse(to));
    }
}
