package io.billinghub.core.invoice.model;

import io.billinghub.core.invoice.model.ConsolidatedBill.Corrected;
import io.billinghub.core.invoice.model.ConsolidatedBill.Invoice;
import io.billinghub.core.invoice.model.ConsolidatedBill.InvoiceKey;
import io.billinghub.core.invoice.model.ConversionRates.Rate;
import io.billinghub.core.invoice.model.InvoiceBuilder.Converted;
import io.billinghub.core.money.LargestRemainder;
import io.billinghub.core.tax.model.Supply;
import io.billinghub.core.tax.model.TaxCategory;
import io.billinghub.core.tax.model.TaxDecision;
import io.billinghub.core.tax.model.TaxDecision.Taxed;
import io.billinghub.core.tax.model.TaxDecision.Undecided;
import io.billinghub.core.tax.model.TaxedDays;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Many parties' charges of one root account and its children to ONE customer bill: one tax invoice per (seller's VAT
 * registration, legal buyer, out of scope or not, the buyer's order and cost centre), tax per (invoice, category, rate) on the sum of the line nets.
 *
 * <p>Pure: the same charges give the same bill in whatever order they come.
 */
public final class Consolidation {

    private static final Comparator<InvoiceKey> INVOICE_ORDER = Comparator.comparing(InvoiceKey::agency)
            .thenComparing(InvoiceKey::sellerKey)
            .thenComparing(InvoiceKey::buyerKey)
            .thenComparing(InvoiceKey::outsideScope)
            .thenComparing(InvoiceKey::registrationKey)
            .thenComparing(key -> key.references().name())
            .thenComparing(key -> key.corrects().map(Corrected::name).orElse(""));

    private final Map<Supply, List<TaxedDays>> taxes;
    private final ConversionRates conversionRates;
    private final InvoiceSplits splits;

    /** @param taxes of the supplies of all charges but those that partners sell */
    public Consolidation(Map<Supply, List<TaxedDays>> taxes, ConversionRates conversionRates, InvoiceSplits splits) {
        this.taxes = taxes;
        this.conversionRates = conversionRates;
        this.splits = splits;
    }

    /**
     * Consolidates the charges of one root account.
     *
     * @param accountId the root account
     * @param currency the currency of its bill
     * @param charges all of the root's and its consolidating children's charges, in any order
     */
    public ConsolidationResult consolidate(long accountId, CurrencyUnit currency, List<ChargeToBill> charges) {
        if (charges.isEmpty()) {
            return new ConsolidationResult.Empty(accountId);
        }
        List<ChargeToBill> ordered = new ArrayList<>(charges);
        ordered.sort(LineOrder.of(charges));
        Map<InvoiceKey, InvoiceBuilder> invoices = new TreeMap<>(INVOICE_ORDER);
        for (ChargeToBill charge : ordered) {
            List<TaxedDays> days = taxOf(charge);
            Optional<Rate> rate = charge.currency().equals(currency)
                    ? Optional.empty()
                    : conversionRates.between(charge.currency(), currency);
            if (rate.isEmpty() && !charge.currency().equals(currency)) {
                return new ConsolidationResult.Parked(accountId, noRate(charge, currency));
            }
            Optional<Undecided> undecided = undecided(days);
            if (undecided.isPresent()) {
                return new ConsolidationResult.Parked(
                        accountId, undecided.get().reason() + " (product " + charge.productKey() + ")");
            }
            for (Piece piece : pieces(charge, days, rate, currency)) {
                invoices.computeIfAbsent(keyOf(charge, piece), key -> new InvoiceBuilder(key, currency))
                        .add(charge.id(), piece.converted(), piece.tax(), piece.part());
            }
        }
        return new ConsolidationResult.Consolidated(bill(accountId, currency, invoices));
    }

    /** What stands on one line: of a charge that is split by days, by references, or by both. */
    private record Piece(Taxed tax, BuyerReferences references, Optional<ChargePart> part, Converted converted) {}

    private List<Piece> pieces(ChargeToBill charge, List<TaxedDays> days, Optional<Rate> rate, CurrencyUnit currency) {
        InvoiceSplit split = splits.of(charge);
        List<ChargePart> ofDays =
                days.size() == 1 ? List.of(ChargePart.whole(charge)) : ChargePart.byDays(charge, days);
        boolean whole = days.size() == 1 && split.parts().size() == 1;
        List<Money> netsOfDays = nets(Money.of(currency, converted(charge.amount(), rate), RoundingMode.HALF_UP), days);
        List<Piece> pieces = new ArrayList<>(ofDays.size() * split.parts().size());
        for (int i = 0; i < ofDays.size(); i++) {
            List<ChargePart> parts = split.apart(ofDays.get(i), pieces.size() + 1);
            List<Money> nets = split.nets(netsOfDays.get(i));
            for (int j = 0; j < parts.size(); j++) {
                ChargePart part = parts.get(j);
                pieces.add(new Piece(
                        (Taxed) days.get(i).decision(),
                        split.parts().get(j).references(),
                        whole ? Optional.empty() : Optional.of(part),
                        new Converted(converted(part.amount(), rate), nets.get(j), rate.map(Rate::id))));
            }
        }
        return pieces;
    }

    /** What the charge comes to by its days, in parts that add up to it: it costs the same whether a rate changes in it or not. */
    private static List<Money> nets(Money whole, List<TaxedDays> days) {
        return days.size() == 1
                ? List.of(whole)
                : LargestRemainder.allot(
                        whole, days.stream().map(TaxedDays::count).toList(), 0);
    }

    private static BigDecimal converted(BigDecimal amount, Optional<Rate> rate) {
        return rate.map(found -> amount.multiply(found.rate())).orElse(amount);
    }

    private static Optional<Undecided> undecided(List<TaxedDays> days) {
        return days.stream()
                .map(TaxedDays::decision)
                .flatMap(decision -> decision instanceof Undecided undecided ? Stream.of(undecided) : Stream.empty())
                .findFirst();
    }

    private static ConsolidatedBill bill(
            long accountId, CurrencyUnit currency, Map<InvoiceKey, InvoiceBuilder> builders) {
        List<Invoice> invoices = new ArrayList<>(builders.size());
        Money net = Money.zero(currency);
        Money tax = Money.zero(currency);
        int position = 1;
        for (InvoiceBuilder builder : builders.values()) {
            Invoice invoice = builder.build(position);
            position += invoice.lines().size();
            net = net.plus(invoice.net());
            tax = tax.plus(invoice.tax());
            invoices.add(invoice);
        }
        return new ConsolidatedBill(accountId, net, tax, invoices);
    }

    private List<TaxedDays> taxOf(ChargeToBill charge) {
        if (charge.correction().isPresent()) {
            return List.of(new TaxedDays(
                    charge.serviceFrom(),
                    charge.serviceTo(),
                    charge.correction().get().tax()));
        }
        return charge.terms().agency() ? partnersTax(charge) : taxes.get(charge.supply());
    }

    /** The partner is the seller: what its bill says of tax is binding. */
    private static List<TaxedDays> partnersTax(ChargeToBill charge) {
        TaxDecision decision = charge.partnerTax()
                .<TaxDecision>map(tax -> new Taxed(
                        tax.category(),
                        tax.rate(),
                        tax.category().exemptionReasonCode(),
                        tax.category().exemptionReason(),
                        "",
                        charge.terms().sellerRegistrationId(),
                        ""))
                .orElseGet(() -> new Undecided("the partner is the seller, but its line states no tax"));
        return List.of(new TaxedDays(charge.serviceFrom(), charge.serviceTo(), decision));
    }

    private static String noRate(ChargeToBill charge, CurrencyUnit currency) {
        return "no exchange rate from " + charge.currency() + " to " + currency + ", needed for product "
                + charge.productKey() + " of account " + charge.account().number() + ": import one";
    }

    private static InvoiceKey keyOf(ChargeToBill charge, Piece piece) {
        if (charge.correction().isPresent()) {
            return charge.correction().get().invoice();
        }
        ChargeToBill.SellingTerms terms = charge.terms();
        Taxed tax = piece.tax();
        return new InvoiceKey(
                terms.agency(),
                terms.sellerPartyId(),
                terms.sellerKey(),
                tax.sellerRegistrationId(),
                tax.registrationKey(),
                charge.account().buyerPartyId(),
                charge.account().buyerKey(),
                tax.category() == TaxCategory.O,
                piece.references(),
                Optional.empty());
    }
}
