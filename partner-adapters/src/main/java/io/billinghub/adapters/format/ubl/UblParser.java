package io.billinghub.adapters.format.ubl;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.CreditNoteCodes;
import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.format.xml.XmlNode;
import io.billinghub.adapters.format.xml.XmlPieces;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.EvidenceLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * UBL 2.1 Invoice and CreditNote. Allowances and charges of the whole document become lines of their own (products {@code
 * document:allowance} and {@code document:charge}), so that the lines add up to the tax exclusive amount. A credit note's
 * lines are negative. Ends of periods are inclusive (BT-74, BT-135). Sub-lines are not read: the line above them has their
 * sum; nor is what is prepaid, which changes no charge. What third parties claim through the bill (XRechnung extension,
 * BG-DEX-09: gross, outside of its totals) is noted, or by the mapping becomes lines outside the scope of VAT.
 */
final class UblParser implements DocumentParser {

    private static final String NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:";

    private final String account;
    private final String product;
    private final boolean thirdParties;

    UblParser(JsonNode mapping) {
        this.thirdParties = mapping.path("thirdPartyPayments").asText("note").equals("bill");
        this.account = mapping.path("account").asText("auto");
        this.product = mapping.path("product").asText("auto");
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Reading reading = new Reading(sink);
        XmlPieces.read(file, reading);
        return Optional.of(reading.bill());
    }

    /** One document while it is read. */
    private final class Reading implements XmlPieces.Listener {

        private static final Set<String> HEAD = Set.of(
                "ID",
                "IssueDate",
                "CustomizationID",
                "DocumentCurrencyCode",
                "AccountingCost",
                "BuyerReference",
                "InvoicePeriod",
                "AccountingCustomerParty",
                "LegalMonetaryTotal",
                "BillingReference",
                "OrderReference");

        /** Of these there is one, so that no two readers take two different ones. */
        private static final Set<String> ONCE =
                Set.of("ID", "IssueDate", "DocumentCurrencyCode", "AccountingCustomerParty", "LegalMonetaryTotal");

        private final Consumer<ParsedLine> sink;
        private final XmlNode head = new XmlNode("head", java.util.Map.of());
        /** The root. */
        private BillType type;
        /** By the root or, as national rules allow, by the type code of an Invoice. */
        private boolean credit;

        private BigDecimal tax;
        private BigDecimal claimed = BigDecimal.ZERO;
        private String lineCurrency;
        private int position;
        private boolean undated;
        private boolean corrected;

        Reading(Consumer<ParsedLine> sink) {
            this.sink = sink;
        }

        @Override
        public void root(String namespace, String name) {
            if ((NAMESPACE + "Invoice-2").equals(namespace) && name.equals("Invoice")) {
                type = BillType.INVOICE;
            } else if ((NAMESPACE + "CreditNote-2").equals(namespace) && name.equals("CreditNote")) {
                type = BillType.CREDIT_NOTE;
                credit = true;
            } else {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "/" + name,
                        "the root is {" + namespace + "}" + name + "; a UBL 2.1 Invoice or CreditNote is expected");
            }
        }

        @Override
        public void child(XmlNode child, String place) {
            String name = child.name();
            if (HEAD.contains(name)) {
                if (ONCE.contains(name) && head.at(name) != XmlNode.none()) {
                    throw new RefusedException(
                            RuleCode.MALFORMED_DOCUMENT, place, "there is a second " + name + " in the bill");
                }
                head.add(child);
            } else if (name.equals("InvoiceTypeCode")) {
                credit |= CreditNoteCodes.contains(child.text());
                corrected = Restated.byCode(child.text());
            } else if (name.equals("PrepaidPayment") && isClaim(child)) {
                claim(child, place);
            } else if (name.equals("TaxTotal")) {
                taxTotal(child, place);
            } else if (name.equals("AllowanceCharge")) {
                position++;
                sink.accept(guarded(child, place, "Amount", () -> allowance(child, place)));
            } else if (name.equals("InvoiceLine") || name.equals("CreditNoteLine")) {
                position++;
                sink.accept(guarded(child, place, "LineExtensionAmount", () -> line(child, place)));
            }
        }

        private ParsedLine guarded(
                XmlNode node, String place, String amount, java.util.function.Supplier<CanonicalLine> reading) {
            BigDecimal net = null;
            try {
                net = signed(Values.number(amount, node.text(amount), '.'));
                lineCurrency = lineCurrency == null ? node.at(amount).attribute("currencyID") : lineCurrency;
                String stated = currency();
                String currency = Values.orElse(node.at(amount).attribute("currencyID"), Values.orElse(stated, ""));
                if (stated != null && !currency.equals(stated)) {
                    return new FlawedLine(
                            position,
                            place,
                            RuleCode.LINE_CURRENCY_DIFFERS,
                            "the line is in " + currency + ", the document in " + stated,
                            net,
                            currency);
                }
                return reading.get();
            } catch (LineFlawException e) {
                return new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, currency());
            }
        }

        private CanonicalLine line(XmlNode line, String place) {
            String quantityName = type == BillType.INVOICE ? "InvoicedQuantity" : "CreditedQuantity";
            String quantity = line.text(quantityName);
            XmlNode item = line.at("Item");
            XmlNode vat = item.at("ClassifiedTaxCategory");
            String percent = vat.text("Percent");
            String name = Values.orElse(item.text("Name"), Values.orElse(item.text("Description"), ""));
            return new CanonicalLine(
                    position,
                    place,
                    line.text("ID") == null ? null : "id:" + line.text("ID"),
                    Values.text(accountOf(line)),
                    Values.text(productOf(item, name)),
                    "",
                    Values.text(name),
                    signed(quantity == null ? BigDecimal.ONE : Values.number(quantityName, quantity, '.')),
                    Values.text(Values.orElse(line.at(quantityName).attribute("unitCode"), "C62")),
                    signed(Values.number("LineExtensionAmount", line.text("LineExtensionAmount"), '.')),
                    Values.tax(vat.text("ID"), percent == null ? null : Values.number("Percent", percent, '.')),
                    period(line),
                    reference(line));
        }

        private CanonicalLine allowance(XmlNode node, String place) {
            boolean charge = node.isTrue("ChargeIndicator");
            XmlNode vat = node.at("TaxCategory");
            String percent = vat.text("Percent");
            BigDecimal amount = Values.number("Amount", node.text("Amount"), '.');
            undated = true;
            return new CanonicalLine(
                    position,
                    place,
                    null,
                    Values.text(accountOf(XmlNode.none())),
                    charge ? DocumentAllowances.CHARGE : DocumentAllowances.ALLOWANCE,
                    "",
                    Values.text(Values.orElse(node.text("AllowanceChargeReason"), charge ? "Charge" : "Allowance")),
                    signed(charge ? BigDecimal.ONE : BigDecimal.ONE.negate()),
                    "C62",
                    signed(charge ? amount : amount.negate()),
                    Values.tax(vat.text("ID"), percent == null ? null : Values.number("Percent", percent, '.')),
                    null,
                    DocumentAllowances.reference(Values.orElse(head.text("ID"), "the bill")));
        }

        /** Whether it is what a third party claims: elsewhere the element tells what has been paid before. */
        private boolean isClaim(XmlNode payment) {
            String customization = Values.orElse(head.text("CustomizationID"), "");
            return customization.contains("kosit:extension:xrechnung") && payment.text("InstructionID") != null;
        }

        private void claim(XmlNode payment, String place) {
            position++;
            ParsedLine read = guarded(payment, place, "PaidAmount", () -> claimed(payment, place));
            if (thirdParties || !(read instanceof CanonicalLine line)) {
                sink.accept(read);
                return;
            }
            sink.accept(new EvidenceLine(
                    position,
                    place,
                    RuleCode.NOT_BILLED,
                    "claimed by a third party, gross: " + line.description(),
                    line.net(),
                    currency()));
        }

        private CanonicalLine claimed(XmlNode payment, String place) {
            BigDecimal amount = signed(Values.number("PaidAmount", payment.text("PaidAmount"), '.'));
            claimed = thirdParties ? claimed.add(amount) : claimed;
            undated = true;
            return new CanonicalLine(
                    position,
                    place,
                    null,
                    Values.text(accountOf(XmlNode.none())),
                    Values.text(Values.orElse(payment.text("ID"), "document:third-party")),
                    "",
                    Values.text(payment.text("InstructionID")),
                    signed(BigDecimal.ONE),
                    "C62",
                    amount,
                    Values.tax("O", null),
                    null,
                    reference(XmlNode.none()));
        }

        private String accountOf(XmlNode line) {
            switch (account) {
                case "line:AccountingCost":
                    return line.text("AccountingCost");
                case "line:OrderReference":
                    return line.text("OrderLineReference", "OrderReference", "ID");
                case "line:ObjectReference":
                    return line.text("DocumentReference", "ID");
                case "document:AccountingCost":
                    return head.text("AccountingCost");
                case "document:BuyerReference":
                    return head.text("BuyerReference");
                case "document:Customer":
                    return customer();
                default:
                    return Values.orElse(
                            line.text("AccountingCost"),
                            Values.orElse(
                                    line.text("DocumentReference", "ID"),
                                    Values.orElse(
                                            line.text("OrderLineReference", "OrderReference", "ID"), customer())));
            }
        }

        private String customer() {
            XmlNode customer = head.at("AccountingCustomerParty");
            String assigned = Values.orElse(
                    customer.text("Party", "PartyIdentification", "ID"), customer.text("SupplierAssignedAccountID"));
            String registered = Values.orElse(
                    customer.text("Party", "PartyLegalEntity", "CompanyID"),
                    customer.text("Party", "PartyTaxScheme", "CompanyID"));
            return Values.orElse(assigned, Values.orElse(customer.text("Party", "EndpointID"), registered));
        }

        private String productOf(XmlNode item, String name) {
            String sellers = item.text("SellersItemIdentification", "ID");
            String standard = item.text("StandardItemIdentification", "ID");
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

        private String reference(XmlNode line) {
            if (credit) {
                return "credit note " + Values.orElse(head.text("ID"), "");
            }
            String invoice = head.text("BillingReference", "InvoiceDocumentReference", "ID");
            return Values.orElse(line.text("BillingReference", "InvoiceDocumentReference", "ID"), invoice);
        }

        private ServicePeriod period(XmlNode parent) {
            String start = parent.text("InvoicePeriod", "StartDate");
            String end = parent.text("InvoicePeriod", "EndDate");
            if (start == null && end == null) {
                undated = true;
                return null;
            }
            LocalDate first = Values.isoDate("InvoicePeriod", Values.orElse(start, end));
            LocalDate last = Values.isoDate("InvoicePeriod", Values.orElse(end, start));
            return Values.period(first, last.plusDays(1));
        }

        /** BR-CO-15 and BT-111: where the tax stands in the accounting currency too, the document's own counts. */
        private void taxTotal(XmlNode node, String place) {
            String currency = node.at("TaxAmount").attribute("currencyID");
            if (tax != null && currency != null && !currency.equals(currency())) {
                return;
            }
            tax = total("TaxAmount", node.text("TaxAmount"), place);
        }

        private BigDecimal total(String name, String text, String place) {
            try {
                return text == null ? null : signed(Values.number(name, text, '.'));
            } catch (LineFlawException e) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, place, e.getMessage());
            }
        }

        private BigDecimal signed(BigDecimal amount) {
            return credit ? amount.negate() : amount;
        }

        private String currency() {
            // plain UBL lets the code be left out: then the amounts tell it
            return Values.orElse(
                    head.text("DocumentCurrencyCode"),
                    Values.orElse(
                            head.at("LegalMonetaryTotal", "PayableAmount").attribute("currencyID"), lineCurrency));
        }

        CanonicalBill bill() {
            String number = head.text("ID");
            if (number == null) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT, "/" + root() + "/cbc:ID", "the bill has no number");
            }
            XmlNode totals = head.at("LegalMonetaryTotal");
            String net = Values.orElse(totals.text("TaxExclusiveAmount"), totals.text("LineExtensionAmount"));
            ServicePeriod period = headPeriod();
            BigDecimal stated = total("TaxExclusiveAmount", net, "/" + root() + "/cac:LegalMonetaryTotal");
            return new CanonicalBill(
                    Values.text(number),
                    credit ? BillType.CREDIT_NOTE : BillType.INVOICE,
                    currency(),
                    period == null ? null : period.from(),
                    period == null ? null : period.to(),
                    stated == null ? null : stated.add(claimed),
                    tax,
                    corrected ? replaced() : null);
        }

        private String replaced() {
            return Restated.named(
                    "/" + root() + "/cac:BillingReference",
                    head.all("BillingReference").stream()
                            .map(reference -> reference.text("InvoiceDocumentReference", "ID")));
        }

        private ServicePeriod headPeriod() {
            try {
                boolean missing = undated;
                ServicePeriod stated = period(head);
                if (stated != null || !missing) {
                    return stated;
                }
                return ServicePeriod.day(Values.isoDate("IssueDate", head.text("IssueDate")));
            } catch (LineFlawException | IllegalArgumentException e) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "/" + root(), e.getMessage());
            }
        }

        private String root() {
            return type == BillType.INVOICE ? "Invoice" : "CreditNote";
        }
    }
}
