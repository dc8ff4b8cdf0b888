package io.billinghub.settlement.share.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.core.invoice.model.BilledLine;
import io.billinghub.core.ledger.model.LedgerEntry;
import io.billinghub.core.ledger.model.LedgerTransaction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class ShareAllotmentTest {

    private static final long CSP = 1;
    private static final long MARKET = 2;
    private static final long PARTNER = 3;
    private static final long AGREEMENT = 30;
    private static final Map<Long, AgreedShares> AGREED = Map.of(AGREEMENT, agreed("80", "5", "15"));

    private static final Map<Long, ShareParty> BEARERS = Map.of(
            CSP, new ShareParty("nordlys", CSP, ShareParty.Part.CSP),
            PARTNER, new ShareParty("cirrus", PARTNER, ShareParty.Part.PARTNER));

    @Test
    void aResoldLineCostsTheCspWhatItOwesTheOthers() {
        // 80 % of 100.00 for the partner, 5 % for the marketplace; 15.00 stay in the revenue that the bill has posted
        assertThat(postings(resale(bill(1), "100.00"))).containsExactly("""
                PARTNER_PAYABLE 3 -80.00
                PARTNER_COST 2 5.00
                PARTNER_COST 3 80.00
                MARKETPLACE_COMMISSION 2 -5.00""");
    }

    @Test
    void anAgencyLineIsTakenOutOfClearingGrossAndTheVatIsTheSellers() {
        BilledLine.Invoice invoice = new BilledLine.Invoice(9, bill(1), true, PARTNER, eur("25.50"));
        // clearing 100.00 + 25.50; partner 80.00 + 25.50; marketplace 5.00; CSP 15.00
        assertThat(postings(line(invoice, 1, "100.00"))).containsExactly("""
                PARTNER_PAYABLE 3 -105.50
                CSP_REVENUE -15.00
                MARKETPLACE_COMMISSION 2 -5.00
                AGENCY_CLEARING 3 125.50""");
    }

    @Test
    void vatOfAnInvoiceIsPostedOnceHoweverManyLinesItHas() {
        BilledLine.Invoice invoice = new BilledLine.Invoice(9, bill(1), true, PARTNER, eur("5.10"));
        // lines 10.00 + 10.00: clearing 20.00 + 5.10
        assertThat(postings(line(invoice, 1, "10.00"), line(invoice, 2, "10.00")))
                .containsExactly("""
                PARTNER_PAYABLE 3 -21.10
                CSP_REVENUE -3.00
                MARKETPLACE_COMMISSION 2 -1.00
                AGENCY_CLEARING 3 25.10""");
    }

    @Test
    void aCreditTurnsEverySide() {
        assertThat(postings(resale(bill(1), "-100.00"))).containsExactly("""
                PARTNER_PAYABLE 3 80.00
                PARTNER_COST 2 -5.00
                PARTNER_COST 3 -80.00
                MARKETPLACE_COMMISSION 2 5.00""");
    }

    @Test
    void theCspsOwnProductsAreSharedWithNobody() {
        BilledLine.Invoice invoice = new BilledLine.Invoice(9, bill(1), false, CSP, eur("25.50"));
        ShareAllotment allotment =
                ShareAllotment.of(List.of(new BilledLine(invoice, 1, eur("100.00"), OptionalLong.empty())), Map.of());
        assertThat(allotment.shares()).isEmpty();
        assertThat(allotment.postings()).isEmpty();
    }

    /** 10 % off 100.00 is shared as the line is: 8.00, 0.50 and 1.50 less. */
    @Test
    void aDiscountThatNobodyBearsAloneIsSharedAsItsLineIs() {
        BilledLine.Invoice invoice = resale(bill(1), "100.00").invoice();
        assertThat(postings(line(invoice, 1, "100.00"), line(invoice, 2, "-10.00")))
                .containsExactly("""
                PARTNER_PAYABLE 3 -72.00
                PARTNER_COST 2 4.50
                PARTNER_COST 3 72.00
                MARKETPLACE_COMMISSION 2 -4.50""");
    }

    @Test
    void theCspBearsADiscountOnAPartnersProduct() {
        // resale: the bill has lowered its revenue; agency: its revenue of 15.00 falls by the 10.00, and clearing is
        // taken out gross
        assertThat(postings(resale(bill(1), "100.00"), borne(resale(bill(1), "-10.00"), CSP)))
                .containsExactly("""
                PARTNER_PAYABLE 3 -80.00
                PARTNER_COST 2 5.00
                PARTNER_COST 3 80.00
                MARKETPLACE_COMMISSION 2 -5.00""");
        BilledLine.Invoice agency = new BilledLine.Invoice(9, bill(1), true, PARTNER, eur("22.95"));
        assertThat(postings(line(agency, 1, "100.00"), borne(line(agency, 2, "-10.00"), CSP)))
                .containsExactly("""
                PARTNER_PAYABLE 3 -102.95
                CSP_REVENUE -5.00
                MARKETPLACE_COMMISSION 2 -5.00
                AGENCY_CLEARING 3 112.95""");
    }

    /** The bill has lowered the CSP's revenue by 4.00; the partner, which bears it, owes it that much. */
    @Test
    void aPartnerBearsADiscountOnAProductOfTheCsp() {
        BilledLine.Invoice invoice = new BilledLine.Invoice(9, bill(1), false, CSP, eur("25.50"));
        BilledLine line = new BilledLine(
                invoice,
                1,
                eur("-4.00"),
                OptionalLong.empty(),
                Optional.of(new BilledLine.Bearer(PARTNER, OptionalLong.of(AGREEMENT))));
        assertThat(postings(line)).containsExactly("""
                PARTNER_PAYABLE 3 4.00
                PARTNER_COST 3 -4.00""");
    }

    @Test
    void aBearerThatIsNotGivenIsRefused() {
        assertThatThrownBy(() -> ShareAllotment.of(List.of(borne(resale(bill(1), "-1.00"), 99)), AGREED))
                .hasMessageContaining("party 99, which bears line 1");
    }

    @Test
    void aChargeAndItsCreditOnOneBillPostNothing() {
        BilledLine.Invoice invoice = resale(bill(1), "7.77").invoice();
        assertThat(postings(line(invoice, 1, "7.77"), line(invoice, 2, "-7.77")))
                .isEmpty();
    }

    @Test
    void eachBillHasOnePostingWithAStableId() {
        List<BilledLine> lines = List.of(resale(bill(1), "10.00"), resale(bill(2), "10.00"), resale(bill(1), "5.00"));
        ShareAllotment allotment = ShareAllotment.of(lines, AGREED);
        assertThat(allotment.postings())
                .extracting(LedgerTransaction::billId)
                .containsExactly(OptionalLong.of(1), OptionalLong.of(2));
        assertThat(ShareAllotment.of(lines, AGREED)).isEqualTo(allotment);
        assertThat(allotment.postings()).extracting(LedgerTransaction::uuid).doesNotHaveDuplicates();
    }

    @Test
    void aLineOfAnAgreementThatIsNotGivenIsRefused() {
        assertThatThrownBy(() -> ShareAllotment.of(List.of(resale(bill(1), "1.00")), Map.of()))
                .hasMessageContaining("agreement version 30")
                .hasMessageContaining("line 1");
    }

    @Property
    void whateverTheLinesSharesAddUpToThemAndClearingComesToTheGross(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = -1_000_000, max = 1_000_000) Long> cents,
            @ForAll @LongRange(min = -10_000, max = 10_000) long taxCents) {
        BilledLine.Invoice invoice =
                new BilledLine.Invoice(9, bill(1), true, PARTNER, Money.ofMinor(CurrencyUnit.EUR, taxCents));
        List<BilledLine> lines = new ArrayList<>();
        for (long one : cents) {
            lines.add(new BilledLine(
                    invoice, lines.size() + 1, Money.ofMinor(CurrencyUnit.EUR, one), OptionalLong.of(AGREEMENT)));
        }
        Money net = Money.total(
                CurrencyUnit.EUR, lines.stream().map(BilledLine::net).toList());

        ShareAllotment allotment = ShareAllotment.of(lines, AGREED);
        assertThat(Money.total(
                        CurrencyUnit.EUR,
                        allotment.shares().stream().map(LineShare::amount).toList()))
                .isEqualTo(net);
        BigDecimal cleared = allotment.postings().stream()
                .flatMap(posting -> posting.entries().stream())
                .filter(entry -> entry.account().name().equals("AGENCY_CLEARING"))
                .map(LedgerEntry::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(cleared)
                .isEqualByComparingTo(net.getAmount().add(invoice.tax().getAmount()));
    }

    /** 0.10 by cents: each by itself would take a cent back of the partner, who was given eight. */
    @Test
    void creditsInSmallStepsTakeBackWhatWasGivenAndNoMore() {
        assertThat(shares(eur("0.10"), eur("0.00"))).isEqualTo(List.of(eur("0.08"), eur("0.00"), eur("0.02")));
        List<Money> left = new ArrayList<>(shares(eur("0.10"), eur("0.00")));
        for (int cents = 0; cents < 10; cents++) {
            List<Money> back = shares(eur("-0.01"), Money.ofMinor(CurrencyUnit.EUR, -cents));
            for (int party = 0; party < left.size(); party++) {
                left.set(party, left.get(party).plus(back.get(party)));
            }
        }
        assertThat(left).allMatch(Money::isZero);
    }

    @Property
    void whateverTheStepsCreditsTakeBackWhatWasGiven(
            @ForAll @LongRange(min = -1_000, max = 1_000) long whole,
            @ForAll @Size(max = 5) List<@LongRange(min = 0, max = 100) Long> percents) {
        List<Long> steps = new ArrayList<>();
        long rest = whole;
        for (long percent : percents) {
            steps.add(rest * percent / 100);
            rest -= rest * percent / 100;
        }
        steps.add(rest);
        List<Money> left = new ArrayList<>(shares(Money.ofMinor(CurrencyUnit.EUR, whole), eur("0.00")));
        long before = 0;
        for (long step : steps) {
            List<Money> back = shares(Money.ofMinor(CurrencyUnit.EUR, -step), Money.ofMinor(CurrencyUnit.EUR, -before));
            assertThat(Money.total(CurrencyUnit.EUR, back)).isEqualTo(Money.ofMinor(CurrencyUnit.EUR, -step));
            for (int party = 0; party < left.size(); party++) {
                left.set(party, left.get(party).plus(back.get(party)));
            }
            before += step;
        }
        assertThat(left).allMatch(Money::isZero);
    }

    private static List<Money> shares(Money net, Money takenBackBefore) {
        BilledLine line = resale(bill(1), "1.00");
        return ShareAllotment.of(
                        List.of(new BilledLine(
                                line.invoice(), 1, net, line.agreementVersionId(), Optional.empty(), takenBackBefore)),
                        AGREED)
                .shares()
                .stream()
                .map(LineShare::amount)
                .toList();
    }

    private static List<String> postings(BilledLine... lines) {
        return ShareAllotment.of(List.of(lines), AGREED, BEARERS).postings().stream()
                .map(posting -> posting.entries().stream()
                        .map(entry -> entry.account()
                                + (entry.partyId().isPresent()
                                        ? " " + entry.partyId().getAsLong()
                                        : "")
                                + " " + entry.amount().toPlainString())
                        .collect(Collectors.joining("\n")))
                .toList();
    }

    private static BilledLine resale(BilledLine.Bill bill, String net) {
        return line(new BilledLine.Invoice(bill.id(), bill, false, CSP, eur("1.00")), 1, net);
    }

    private static BilledLine line(BilledLine.Invoice invoice, int position, String net) {
        return new BilledLine(invoice, position, eur(net), OptionalLong.of(AGREEMENT));
    }

    private static BilledLine borne(BilledLine line, long party) {
        return new BilledLine(
                line.invoice(),
                line.position(),
                line.net(),
                line.agreementVersionId(),
                Optional.of(new BilledLine.Bearer(party, OptionalLong.empty())));
    }

    private static BilledLine.Bill bill(long id) {
        return new BilledLine.Bill(
                id, new UUID(0, id), 100, LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-02"));
    }

    private static AgreedShares agreed(String partner, String market, String csp) {
        Percentage model = new Percentage(
                List.of(
                        new Percentage.Share("cirrus", new BigDecimal(partner)),
                        new Percentage.Share("market", new BigDecimal(market)),
                        new Percentage.Share("nordlys", new BigDecimal(csp))),
                "nordlys");
        return new AgreedShares(
                AGREEMENT,
                model,
                List.of(
                        new ShareParty("cirrus", PARTNER, ShareParty.Part.PARTNER),
                        new ShareParty("market", MARKET, ShareParty.Part.MARKETPLACE),
                        new ShareParty("nordlys", CSP, ShareParty.Part.CSP)));
    }

    private static Money eur(String amount) {
        return Money.of(CurrencyUnit.EUR, new BigDecimal(amount));
    }
}
