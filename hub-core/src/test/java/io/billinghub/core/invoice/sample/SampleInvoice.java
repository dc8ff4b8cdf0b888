package io.billinghub.core.invoice.sample;

import io.billinghub.core.invoice.model.BillDocument.Conversion;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.invoice.model.InvoiceType;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Builds a tax invoice of a sample bill; sums and taxes are worked out, line positions are given by the bill. */
public final class SampleInvoice {
    static final LocalDate FROM = LocalDate.of(2026, 10, 1);
    static final LocalDate TO = LocalDate.of(2026, 11, 1);

    private record Rate(TaxCategory category, BigDecimal percent) {}

    private final List<Line> lines = new ArrayList<>();
    private Optional<String> number = Optional.empty();
    private Party seller = SampleBills.NORDLYS;
    private Party buyer = SampleBills.TUULI_OY;
    private boolean agency;
    private InvoiceType type = InvoiceType.INVOICE;
    private CurrencyUnit currency = CurrencyUnit.EUR;
    private String accountNumber = "NL-1001";
    private String accountName = "Tuuli Consulting Oy";
    private Optional<String> buyerReference = Optional.empty();
    private Optional<String> exemptionReason = Optional.empty();

    public SampleInvoice number(String value) {
        number = Optional.of(value);
        return this;
    }

    public SampleInvoice seller(Party value) {
        seller = value;
        return this;
    }

    public SampleInvoice buyer(Party value) {
        buyer = value;
        return this;
    }

    public SampleInvoice agency() {
        agency = true;
        return this;
    }

    public SampleInvoice creditNote() {
        return type(InvoiceType.CREDIT_NOTE);
    }

    public SampleInvoice type(InvoiceType value) {
        type = value;
        return this;
    }

    public SampleInvoice currency(String code) {
        currency = CurrencyUnit.of(code);
        return this;
    }

    public SampleInvoice buyerReference(String value) {
        buyerReference = Optional.of(value);
        return this;
    }

    public SampleInvoice exemptionReason(String value) {
        exemptionReason = Optional.of(value);
        return this;
    }

    /** The account that the lines after this call belong to. */
    public SampleInvoice account(String accountKey, String name) {
        accountNumber = accountKey;
        accountName = name;
        return this;
    }

    /** A line at the standard rate of Finland. */
    public SampleInvoice line(String product, String quantity, String unit, String net) {
        return line(product, quantity, unit, net, TaxCategory.S, "25.5");
    }

    public SampleInvoice line(
            String product, String quantity, String unit, String net, TaxCategory category, String rate) {
        return line(product, product, quantity, unit, net, category, rate, List.of(), Optional.empty());
    }

    public SampleInvoice line(
            String product,
            String description,
            String quantity,
            String unit,
            String net,
            TaxCategory category,
            String rate,
            List<RatedStep> steps,
            Optional<Conversion> conversion) {
        lines.add(new Line(
                lines.size() + 1,
                accountNumber,
                accountName,
                product.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                product,
                description,
                new BigDecimal(quantity),
                unit,
                FROM,
                TO,
                Money.of(currency, new BigDecimal(net)),
                category,
                new BigDecimal(rate),
                steps,
                conversion,
                1,
                Optional.of(Money.of(currency, new BigDecimal(net))
                        .multipliedBy(new BigDecimal(rate).movePointLeft(2), RoundingMode.HALF_UP))));
        return this;
    }

    CurrencyUnit currency() {
        return currency;
    }

    int size() {
        return lines.size();
    }

    /** The tax invoice, its lines numbered from {@code firstPosition}. */
    public TaxInvoice build(int firstPosition) {
        List<Line> placed = new ArrayList<>();
        Map<Rate, Money> taxables = new LinkedHashMap<>();
        Money net = Money.zero(currency);
        for (Line line : lines) {
            placed.add(at(line, firstPosition + placed.size()));
            taxables.merge(new Rate(line.taxCategory(), line.taxRate()), line.net(), Money::plus);
            net = net.plus(line.net());
        }
        List<TaxItem> items = new ArrayList<>();
        Money tax = Money.zero(currency);
        for (Map.Entry<Rate, Money> entry : taxables.entrySet()) {
            Money amount =
                    entry.getValue().multipliedBy(entry.getKey().percent().movePointLeft(2), RoundingMode.HALF_UP);
            items.add(new TaxItem(
                    entry.getKey().category(),
                    entry.getKey().percent(),
                    entry.getValue(),
                    amount,
                    Optional.empty(),
                    entry.getKey().category() == TaxCategory.S ? Optional.empty() : exemptionReason));
            tax = tax.plus(amount);
        }
        UUID id = UUID.nameUUIDFromBytes((seller.name() + number.orElse("draft")).getBytes(StandardCharsets.UTF_8));
        return new TaxInvoice(
                id, number, type, agency, seller, buyer, buyerReference, placed, items, net, tax, net.plus(tax));
    }

    private static Line at(Line line, int position) {
        return new Line(
                position,
                line.accountNumber(),
                line.accountName(),
                line.productKey(),
                line.productName(),
                line.description(),
                line.quantity(),
                line.unit(),
                line.periodFrom(),
                line.periodTo(),
                line.net(),
                line.taxCategory(),
                line.taxRate(),
                line.steps(),
                line.conversion(),
                line.detailRows(),
                line.tax());
    }

    /** The invoice with other lines and amounts, which need not be right. */
    public static TaxInvoice changed(
            TaxInvoice right, List<Line> lines, List<TaxItem> taxItems, Money net, Money tax, Money gross) {
        return new TaxInvoice(
                right.id(),
                right.number(),
                right.type(),
                right.agency(),
                right.seller(),
                right.buyer(),
                right.buyerReference(),
                lines,
                taxItems,
                net,
                tax,
                gross);
    }
}
