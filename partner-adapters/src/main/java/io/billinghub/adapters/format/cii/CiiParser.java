package io.billinghub.adapters.format.cii;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.CreditNoteCodes;
import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.format.xml.XmlLines;
import io.billinghub.adapters.format.xml.XmlNode;
import io.billinghub.adapters.format.xml.XmlSource;
import io.billinghub.adapters.mapping.Dates;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.CanonicalLine.PartnerTax;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * UN/CEFACT Cross Industry Invoice with the terms of EN 16931 (BT numbers in comments). The lines of credit notes ({@link
 * CreditNoteCodes}) are negative. Allowances and charges of the whole document become lines of their own (products {@code
 * document:allowance} and {@code document:charge}); lines of groups and of information are noted, since their amounts stand
 * in other lines. Ends of periods are inclusive. What is prepaid changes no charge and is not read.
 */
public final class CiiParser {

    private static final String NAMESPACE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:";
    private static final List<BiPredicate<String, String>> LINES = List.of(
            (namespace, name) -> namespace.startsWith(NAMESPACE) && name.equals("CrossIndustryInvoice"),
            (namespace, name) -> name.equals("SupplyChainTradeTransaction"),
            (namespace, name) -> name.equals("IncludedSupplyChainTradeLineItem"));

    private final String account;
    private final String product;

    public CiiParser(JsonNode mapping) {
        this.account = mapping.path("account").asText("auto");
        this.product = mapping.path("product").asText("auto");
    }

    /**
     * Reads the invoice.
     *
     * @throws RefusedException if it can't be read as a whole
     */
    public CanonicalBill parse(XmlSource source, Consumer<ParsedLine> sink) throws IOException {
        XmlNode root = XmlLines.read(source, LINES, (line, around, place) -> {});
        if (root == null) {
            throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/", "the document has no root");
        }
        Reading reading = new Reading(root, sink);
        XmlLines.read(source, LINES, (line, around, place) -> reading.line(line, place));
        return reading.bill();
    }

    /** One document while it is read. */
    private final class Reading {

        private final Consumer<ParsedLine> sink;
        private final XmlNode document;
        private final XmlNode agreement;
        private final XmlNode settlement;
        private final boolean credit;
        private final String number;
        private final String currency;
        private int position;
        private boolean undated;

        Reading(XmlNode root, Consumer<ParsedLine> sink) {
            this.sink = sink;
            this.document = root.at("ExchangedDocument");
            XmlNode transaction = root.at("SupplyChainTradeTransaction");
            this.agreement = transaction.at("ApplicableHeaderTradeAgreement");
            this.settlement = transaction.at("ApplicableHeaderTradeSettlement");
            this.number = document.text("ID");
            this.currency = settlement.text("InvoiceCurrencyCode");
            this.credit = CreditNoteCodes.contains(document.text("TypeCode"));
            if (number == null) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "/CrossIndustryInvoice/ExchangedDocument/ID",
                        "the bill has no number");
            }
        }

        void line(XmlNode line, String place) {
            position++;
            XmlNode total = line.at(
                    "SpecifiedLineTradeSettlement",
                    "SpecifiedTradeSettlementLineMonetarySummation",
                    "LineTotalAmount"); // BT-131
            String kind = line.text("AssociatedDocumentLineDocument", "LineStatusReasonCode");
            if ("GROUP".equals(kind) || "INFORMATION".equals(kind)) {
                sink.accept(new EvidenceLine(
                        position,
                        place,
                        RuleCode.NOT_BILLED,
                        "a line of kind " + kind + ", whose amount stands in other lines",
                        null,
                        currency));
                return;
            }
            sink.accept(guarded(total, place, () -> charge(line, place, total)));
        }

        private ParsedLine guarded(XmlNode amount, String place, Supplier<CanonicalLine> reading) {
            BigDecimal net = null;
            try {
                net = signed(Values.number("amount", amount.text(), '.'));
                String stated = Values.orElse(amount.attribute("currencyID"), currency);
                if (currency != null && !currency.equals(stated)) {
                    return new FlawedLine(
                            position,
                            place,
                            RuleCode.LINE_CURRENCY_DIFFERS,
                            "the line is in " + stated + ", the document in " + currency,
                            net,
                            stated);
                }
                return reading.get();
            } catch (LineFlawException e) {
                return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, currency);
            }
        }

        private CanonicalLine charge(XmlNode line, String place, XmlNode total) {
            XmlNode quantity = line.at("SpecifiedLineTradeDelivery", "BilledQuantity"); // BT-129
            XmlNode settled = line.at("SpecifiedLineTradeSettlement");
            XmlNode item = line.at("SpecifiedTradeProduct");
            String id = line.text("AssociatedDocumentLineDocument", "LineID"); // BT-126
            String name = Values.orElse(item.text("Name"), Values.orElse(item.text("Description"), ""));
            return new CanonicalLine(
                    position,
                    place,
                    id == null ? null : "id:" + Values.text(id),
                    Values.text(accountOf(line)),
                    Values.text(productOf(item, name)),
                    "",
                    Values.text(name),
                    signed(
                            quantity.text() == null
                                    ? BigDecimal.ONE
                                    : Values.number("BilledQuantity", quantity.text(), '.')),
                    Values.text(Values.orElse(quantity.attribute("unitCode"), "C62")),
                    signed(Values.number("LineTotalAmount", total.text(), '.')),
                    tax(settled.at("ApplicableTradeTax")),
                    period(settled),
                    reference());
        }

        private PartnerTax tax(XmlNode vat) {
            String percent = vat.text("RateApplicablePercent"); // BT-152
            return Values.tax(
                    vat.text("CategoryCode"),
                    percent == null ? null : Values.number("RateApplicablePercent", percent, '.'));
        }

        private String accountOf(XmlNode line) {
            XmlNode settled = line.at("SpecifiedLineTradeSettlement");
            String cost = settled.text("ReceivableSpecifiedTradeAccountingAccount", "ID"); // BT-133
            String object = settled.text("AdditionalReferencedDocument", "IssuerAssignedID"); // BT-128
            String order = line.text("SpecifiedLineTradeAgreement", "BuyerOrderReferencedDocument", "IssuerAssignedID");
            switch (account) {
                case "line:AccountingCost":
                    return cost;
                case "line:ObjectReference":
                    return object;
                case "line:OrderReference":
                    return order;
                case "document:AccountingCost":
                    return settlement.text("ReceivableSpecifiedTradeAccountingAccount", "ID");
                case "document:BuyerReference":
                    return agreement.text("BuyerReference");
                case "document:Customer":
                    return customer();
                default:
                    return Values.orElse(cost, Values.orElse(object, Values.orElse(order, customer())));
            }
        }

        private String customer() {
            XmlNode buyer = agreement.at("BuyerTradeParty");
            String assigned = Values.orElse(buyer.text("ID"), buyer.text("GlobalID")); // BT-46
            return Values.orElse(
                    assigned,
                    Values.orElse(
                            buyer.text("SpecifiedLegalOrganization", "ID"),
                            buyer.text("SpecifiedTaxRegistration", "ID")));
        }

        private String productOf(XmlNode item, String name) {
            String sellers = item.text("SellerAssignedID"); // BT-155
            String standard = item.text("GlobalID"); // BT-157
            switch (product) {
                case "sellersItem":
                    return sellers;
                case "standardItem":
                    return standard;
                case "name":
                    return name;
                default:
                    return Values.orElse(sellers, Values.orElse(standard, name));
            }
        }

        private String reference() {
            return credit
                    ? "credit note " + Values.text(number)
                    : settlement.text("InvoiceReferencedDocument", "IssuerAssignedID"); // BT-25
        }

        private void allowances() {
            String above = "/CrossIndustryInvoice/SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/";
            int[] count = new int[2];
            settlement.all("SpecifiedTradeAllowanceCharge").forEach(node -> {
                String place = above + "SpecifiedTradeAllowanceCharge[" + ++count[0] + "]";
                boolean charge = node.isTrue("ChargeIndicator", "Indicator");
                allowance(node.at("ActualAmount"), charge, node.text("Reason"), node.at("CategoryTradeTax"), place);
            });
            settlement.all("SpecifiedLogisticsServiceCharge").forEach(node -> {
                String place = above + "SpecifiedLogisticsServiceCharge[" + ++count[1] + "]";
                allowance(node.at("AppliedAmount"), true, node.text("Description"), node.at("AppliedTradeTax"), place);
            });
        }

        private void allowance(XmlNode amount, boolean charge, String reason, XmlNode vat, String place) {
            position++;
            undated = true;
            sink.accept(guarded(amount, place, () -> {
                BigDecimal value = Values.number("amount", amount.text(), '.');
                return new CanonicalLine(
                        position,
                        place,
                        null,
                        Values.text(accountOf(XmlNode.none())),
                        charge ? DocumentAllowances.CHARGE : DocumentAllowances.ALLOWANCE,
                        "",
                        Values.text(Values.orElse(reason, charge ? "Charge" : "Allowance")),
                        signed(charge ? BigDecimal.ONE : BigDecimal.ONE.negate()),
                        "C62",
                        signed(charge ? value : value.negate()),
                        tax(vat),
                        null,
                        DocumentAllowances.reference(Values.text(number)));
            }));
        }

        private ServicePeriod period(XmlNode parent) {
            XmlNode period = parent.at("BillingSpecifiedPeriod"); // BG-14, BG-26
            LocalDate first = date(period.at("StartDateTime", "DateTimeString"));
            LocalDate last = date(period.at("EndDateTime", "DateTimeString"));
            if (first == null && last == null) {
                undated = true;
                return null;
            }
            return Values.period(first == null ? last : first, (last == null ? first : last).plusDays(1));
        }

        private LocalDate date(XmlNode node) {
            if (node.text() == null) {
                return null;
            }
            String format = Values.orElse(node.attribute("format"), "102");
            if (!format.equals("102")) {
                throw new LineFlawException("the date \"" + Values.shortened(node.text()) + "\" has the format "
                        + Values.shortened(format) + "; 102 is read");
            }
            return Values.date("DateTimeString", node.text(), Dates.strict("yyyyMMdd"));
        }

        private BigDecimal signed(BigDecimal amount) {
            return credit ? amount.negate() : amount;
        }

        CanonicalBill bill() {
            allowances();
            XmlNode totals = settlement.at("SpecifiedTradeSettlementHeaderMonetarySummation");
            try {
                boolean missing = undated;
                ServicePeriod period = period(settlement);
                if (period == null && missing) {
                    LocalDate issued = date(document.at("IssueDateTime", "DateTimeString"));
                    period = issued == null ? null : ServicePeriod.day(issued);
                }
                return new CanonicalBill(
                        Values.text(number),
                        credit ? BillType.CREDIT_NOTE : BillType.INVOICE,
                        currency,
                        period == null ? null : period.from(),
                        period == null ? null : period.to(),
                        total("TaxBasisTotalAmount", totals.text("TaxBasisTotalAmount")), // BT-109
                        total("TaxTotalAmount", taxTotal(totals)),
                        Restated.byCode(document.text("TypeCode"))
                                ? Restated.named(
                                        "/CrossIndustryInvoice",
                                        settlement.all("InvoiceReferencedDocument").stream()
                                                .map(each -> each.text("IssuerAssignedID")))
                                : null);
            } catch (LineFlawException | IllegalArgumentException e) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/CrossIndustryInvoice", e.getMessage());
            }
        }

        /** BT-110 and BT-111: where the tax stands in the accounting currency too, the document's own counts. */
        private String taxTotal(XmlNode totals) {
            List<XmlNode> stated = totals.all("TaxTotalAmount");
            return stated.stream()
                    .filter(total -> currency != null && currency.equals(total.attribute("currencyID")))
                    .findFirst()
                    .or(() -> stated.stream().findFirst())
                    .map(XmlNode::text)
                    .orElse(null);
        }

        private BigDecimal total(String name, String text) {
            return text == null ? null : signed(Values.number(name, text, '.'));
        }
    }
}
