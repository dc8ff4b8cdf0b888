package io.billinghub.core.billprint;

import io.billinghub.core.billprint.BillView.Fact;
import io.billinghub.core.billprint.BillView.Group;
import io.billinghub.core.billprint.BillView.Row;
import io.billinghub.core.billprint.BillView.Section;
import io.billinghub.core.billprint.BillView.SummaryRow;
import io.billinghub.core.billprint.BillView.TaxRow;
import io.billinghub.core.billprint.BillView.Totals;
import io.billinghub.core.invoice.model.BillDocument;
import io.billinghub.core.invoice.model.BillDocument.Conversion;
import io.billinghub.core.invoice.model.BillDocument.Line;
import io.billinghub.core.invoice.model.BillDocument.Party;
import io.billinghub.core.invoice.model.BillDocument.TaxInvoice;
import io.billinghub.core.invoice.model.BillDocument.TaxItem;
import io.billinghub.core.invoice.model.InvoiceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;

/** Turns a bill into the texts that are printed. Pure. */
final class BillViewBuilder {
    private static final Set<String> BEFORE_SENDING = Set.of("new", "validated");

    private final BillDocument bill;
    private final BillText text;
    private final BillFormat format;
    private final StepText steps;
    private final boolean manyAccounts;
    private final boolean draft;

    BillViewBuilder(BillDocument whole) {
        this.text = BillText.of(whole.language());
        this.format = new BillFormat(text);
        this.steps = new StepText(text, format);
        this.bill = LongBill.printed(whole, text, format);
        this.manyAccounts = bill.invoices().stream()
                        .flatMap(invoice -> invoice.lines().stream())
                        .map(Line::accountNumber)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
        this.draft = BEFORE_SENDING.contains(bill.state())
                || bill.invoices().stream().anyMatch(one -> one.number().isEmpty());
    }

    BillView build() {
        String number = draft && bill.number().isBlank() ? text.say("draft") : bill.number();
        return new BillView(
                number,
                text.say("bill"),
                bill.language(),
                draft,
                issuer(),
                address(bill.customer()),
                List.of(
                        new Fact(text.say("billNumber"), number),
                        new Fact(text.say("billDate"), format.date(bill.issueDate())),
                        new Fact(text.say("billingPeriod"), format.period(bill.periodFrom(), bill.periodTo())),
                        new Fact(text.say("customerNumber"), bill.accountNumber())),
                payment(),
                bill.invoices().stream().map(this::summaryRow).toList(),
                totals(bill.net(), bill.tax(), bill.net().plus(bill.tax())),
                adjustments(),
                format.money(bill.amountDue()),
                bill.invoices().stream().map(this::section).toList());
    }

    private BillView.Issuer issuer() {
        Party issuer = bill.issuer();
        return new BillView.Issuer(
                issuer.name(),
                issuer.name().isBlank()
                        ? ""
                        : new String(Character.toChars(issuer.name().codePointAt(0))),
                String.join(", ", lines(issuer)),
                labelled("sellerVat", issuer.vatNumber()),
                labelled("companyId", issuer.legalId()),
                issuer.email().map(mail -> text.say("questions", mail)).orElse(""));
    }

    private BillView.Payment payment() {
        if (bill.amountDue().isZero()) {
            return new BillView.Payment(text.say("nothingToPay"), format.money(bill.amountDue()), "", List.of(), "");
        }
        if (bill.amountDue().isNegative()) {
            return new BillView.Payment(
                    text.say("inYourFavour"), format.money(bill.amountDue().abs()), text.say("setOff"), List.of(), "");
        }
        if (bill.due().carries()) {
            return new BillView.Payment(
                    text.say("notPaidNow"), format.money(bill.amountDue()), text.say("onNextBill"), List.of(), "");
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(text.say("dueDate"), format.date(bill.dueDate())));
        facts.add(new Fact(text.say("payTo"), bill.payment().creditorName()));
        facts.add(new Fact(text.say("iban"), BillFormat.grouped(bill.payment().iban())));
        bill.payment().bic().ifPresent(bic -> facts.add(new Fact(text.say("bic"), bic)));
        facts.add(new Fact(
                text.say("reference"), BillFormat.grouped(bill.payment().reference())));
        return new BillView.Payment(
                text.say("amountDue"),
                format.money(bill.amountDue()),
                draft ? text.say("draftNote") : "",
                facts,
                draft ? "" : PaymentCode.content(bill).orElse(""));
    }

    /** What stands between the sum of the documents and the amount due. */
    private List<Fact> adjustments() {
        List<Fact> adjustments = new ArrayList<>();
        bill.carried()
                .forEach(carried -> adjustments.add(new Fact(
                        text.say("carried", carried.number(), format.date(carried.issueDate())),
                        format.amount(carried.amount()))));
        if (!bill.due().rounding().isZero()) {
            adjustments.add(
                    new Fact(text.say("rounding"), format.amount(bill.due().rounding())));
        }
        return adjustments;
    }

    private SummaryRow summaryRow(TaxInvoice invoice) {
        return new SummaryRow(
                invoice.seller().name(),
                document(invoice),
                format.amount(invoice.net()),
                format.amount(invoice.tax()),
                format.amount(invoice.gross()));
    }

    private Section section(TaxInvoice invoice) {
        Party seller = invoice.seller();
        List<String> identity = new ArrayList<>(lines(seller));
        seller.vatNumber().ifPresent(vat -> identity.add(text.say("sellerVat") + " " + vat));
        seller.legalId().ifPresent(id -> identity.add(text.say("companyId") + " " + id));
        return new Section(
                seller.name(),
                text.say(invoice.type() == InvoiceType.CREDIT_NOTE ? "creditNote" : "taxInvoice"),
                document(invoice),
                invoice.agency()
                        ? text.say("agency", seller.name(), bill.issuer().name())
                        : "",
                String.join(" · ", identity),
                buyer(invoice),
                text.say("amountsIn", bill.currency().getCode()),
                groups(invoice),
                invoice.taxItems().stream().map(this::taxRow).toList(),
                totals(invoice.net(), invoice.tax(), invoice.gross()));
    }

    private String buyer(TaxInvoice invoice) {
        Party buyer = invoice.buyer();
        List<String> facts = new ArrayList<>();
        facts.add(text.say("buyer") + " " + buyer.name());
        if (!buyer.equals(bill.customer())) {
            facts.addAll(lines(buyer));
        }
        buyer.vatNumber().ifPresent(vat -> facts.add(text.say("sellerVat") + " " + vat));
        invoice.buyerReference().ifPresent(reference -> facts.add(text.say("reference") + " " + reference));
        invoice.references().order().ifPresent(order -> facts.add(text.say("order") + " " + order));
        invoice.references().costCentre().ifPresent(centre -> facts.add(text.say("costCentre") + " " + centre));
        invoice.corrects()
                .ifPresent(corrected ->
                        facts.add(text.say("corrects", corrected.number(), format.date(corrected.issueDate()))));
        return facts.size() == 1 && buyer.equals(bill.customer()) ? "" : String.join(" · ", facts);
    }

    private List<Group> groups(TaxInvoice invoice) {
        Map<String, List<Line>> byAccount = new LinkedHashMap<>();
        for (Line line : invoice.lines()) {
            byAccount
                    .computeIfAbsent(line.accountNumber(), account -> new ArrayList<>())
                    .add(line);
        }
        return byAccount.values().stream().map(this::group).toList();
    }

    private Group group(List<Line> lines) {
        List<Row> rows = lines.stream().map(this::row).toList();
        if (!manyAccounts) {
            return new Group("", "", "", rows);
        }
        Line first = lines.get(0);
        Money sum = Money.zero(bill.currency());
        for (Line line : lines) {
            sum = sum.plus(line.net());
        }
        return new Group(
                first.accountName() + " · " + first.accountNumber(),
                text.say("subtotal", first.accountName()),
                format.amount(sum),
                rows);
    }

    private Row row(Line line) {
        String product = line.productName().isBlank() ? line.productKey() : line.productName();
        List<String> notes = new ArrayList<>();
        if (!line.description().isBlank() && !line.description().equals(product)) {
            notes.add(line.description());
        }
        line.steps().forEach(step -> notes.add(steps.sentence(step, line.quantity())));
        line.conversion().ifPresent(conversion -> notes.add(conversion(conversion)));
        return new Row(
                product,
                notes,
                format.period(line.periodFrom(), line.periodTo()),
                line.quantity().signum() == 0
                        ? "–"
                        : format.number(line.quantity()) + "\u00a0" + text.sayOr("unit_" + line.unit(), line.unit()),
                format.amount(line.net()),
                line.taxCategory().taxed()
                        ? format.percent(line.taxRate())
                        : line.taxCategory().name());
    }

    private String conversion(Conversion conversion) {
        return text.say(
                "conversion",
                conversion.sourceCurrency().getCode(),
                format.number(conversion.sourceAmount()),
                format.number(conversion.rate()),
                conversion.source(),
                format.date(conversion.date()));
    }

    private TaxRow taxRow(TaxItem item) {
        boolean taxed = item.category().taxed();
        return new TaxRow(
                taxed ? format.percent(item.rate()) : item.category().name(),
                taxed
                        ? ""
                        : text.say("reason_" + item.category().name())
                                + item.exemptionReason()
                                        .map(reason -> " (" + reason + ")")
                                        .orElse(""),
                format.amount(item.taxable()),
                format.amount(item.tax()),
                format.amount(item.taxable().plus(item.tax())));
    }

    private Totals totals(Money net, Money tax, Money gross) {
        return new Totals(format.amount(net), format.amount(tax), format.amount(gross));
    }

    private String document(TaxInvoice invoice) {
        return invoice.number().orElse(text.say("toBeNumbered"));
    }

    private String labelled(String key, Optional<String> value) {
        return value.map(given -> text.say(key) + " " + given).orElse("");
    }

    private List<String> address(Party party) {
        List<String> address = new ArrayList<>();
        address.add(party.name());
        address.addAll(lines(party));
        return address;
    }

    /** Street and place; the country's code leads the postcode of an address abroad. */
    private List<String> lines(Party party) {
        List<String> lines = new ArrayList<>();
        party.street().filter(street -> !street.isBlank()).ifPresent(lines::add);
        String prefix = party.country().equals(bill.issuer().country()) ? "" : party.country() + "-";
        String place =
                (prefix + party.postcode().orElse("") + " " + party.city().orElse("")).strip();
        if (!place.isEmpty()) {
            lines.add(place);
        }
        return lines;
    }
}
