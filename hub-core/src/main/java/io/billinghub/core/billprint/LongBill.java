package io.billinghub.core.billprint;

import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.joda.money.Money;

/**
 * A bill with more lines than anybody reads on paper: on it lines stand together, by account and product, or by product alone where that is still too
 * many, or by tax. Sums and taxes stay as they are; each line is in the bill's table and in its e-invoices. Without this a bill of 100,000 lines
 * would have 3,000 pages, and setting them needs more memory than a process has.
 */
final class LongBill {

    /** With more lines they stand together. */
    static final int MOST_LINES = 5_000;

    private final BillDocument bill;
    private final BillText text;
    private final BillFormat format;

    private LongBill(BillDocument bill, BillText text, BillFormat format) {
        this.bill = bill;
        this.text = text;
        this.format = format;
    }

    /** The bill as it is printed: itself, if it is no longer than most. */
    static BillDocument printed(BillDocument bill, BillText text, BillFormat format) {
        if (lines(bill) <= MOST_LINES) {
            return bill;
        }
        LongBill together = new LongBill(bill, text, format);
        BillDocument byAccount = together.by(
                line -> new Place(line.accountNumber(), line.accountName(), line.productKey(), line.productName()));
        if (lines(byAccount) <= MOST_LINES) {
            return byAccount;
        }
        BillDocument byProduct = together.by(
                line -> new Place(bill.accountNumber(), bill.accountName(), line.productKey(), line.productName()));
        return lines(byProduct) <= MOST_LINES
                ? byProduct
                : together.by(line -> new Place(
                        bill.accountNumber(), bill.accountName(), text.say("manyProducts"), text.say("manyProducts")));
    }

    /** Whose lines stand together. */
    private record Place(String account, String accountName, String product, String productName) {}

    /** Lines that are one on paper: of one place, one unit and one tax. */
    private record Together(Place place, String unit, TaxCategory category, BigDecimal rate) {}

    private static int lines(BillDocument bill) {
        return bill.invoices().stream()
                .mapToInt(invoice -> invoice.lines().size())
                .sum();
    }

    private BillDocument by(Function<Line, Place> placing) {
        List<TaxInvoice> invoices = new ArrayList<>();
        for (TaxInvoice invoice : bill.invoices()) {
            Map<Together, List<Line>> together = new LinkedHashMap<>();
            invoice.lines()
                    .forEach(line -> together.computeIfAbsent(
                                    new Together(
                                            placing.apply(line),
                                            line.unit(),
                                            line.taxCategory(),
                                            line.taxRate().stripTrailingZeros()),
                                    none -> new ArrayList<>())
                            .add(line));
            List<Line> lines = new ArrayList<>();
            together.forEach((what, some) -> lines.add(one(what.place(), some)));
            invoices.add(with(invoice, lines));
        }
        return with(invoices);
    }

    private Line one(Place place, List<Line> lines) {
        Line first = lines.get(0);
        BigDecimal quantity = BigDecimal.ZERO;
        Money net = Money.zero(first.net().getCurrencyUnit());
        Optional<Money> tax = Optional.of(net);
        LocalDate from = first.periodFrom();
        LocalDate to = first.periodTo();
        int rows = 0;
        for (Line line : lines) {
            quantity = quantity.add(line.quantity());
            net = net.plus(line.net());
            tax = tax.flatMap(sum -> line.tax().map(sum::plus));
            from = line.periodFrom().isBefore(from) ? line.periodFrom() : from;
            to = line.periodTo().isAfter(to) ? line.periodTo() : to;
            rows += line.detailRows();
        }
        return new Line(
                first.position(),
                place.account(),
                place.accountName(),
                place.product(),
                place.productName(),
                text.say("linesTogether", format.number(BigDecimal.valueOf(lines.size()))),
                quantity,
                first.unit(),
                from,
                to,
                net,
                first.taxCategory(),
                first.taxRate(),
                List.of(),
                Optional.empty(),
                rows,
                tax);
    }

    private static TaxInvoice with(TaxInvoice invoice, List<Line> lines) {
        return new TaxInvoice(
                invoice.id(),
                invoice.number(),
                invoice.type(),
                invoice.agency(),
                invoice.seller(),
                invoice.buyer(),
                invoice.buyerReference(),
                lines,
                invoice.taxItems(),
                invoice.net(),
                invoice.tax(),
                invoice.gross(),
                invoice.corrects(),
                invoice.rounding(),
                invoice.references());
    }

    private BillDocument with(List<TaxInvoice> invoices) {
        return new BillDocument(
                bill.id(),
                bill.number(),
                bill.state(),
                bill.issueDate(),
                bill.dueDate(),
                bill.periodFrom(),
                bill.periodTo(),
                bill.currency(),
                bill.language(),
                bill.issuer(),
                bill.customer(),
                bill.accountId(),
                bill.accountNumber(),
                bill.accountName(),
                bill.payment(),
                bill.net(),
                bill.tax(),
                bill.due(),
                bill.carried(),
                invoices);
    }
}
