package io.billinghub.adapters.format.x12;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.format.x12.X12Segments.Segment;
import io.billinghub.adapters.mapping.Dates;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.Decimals;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.model.ServicePeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * X12 810. A line's amount is its PAM, else quantity times price (per hundred or thousand as IT105 says), with the allowances
 * and charges (SAC) of the line. SAC of the whole invoice become lines of their own (products {@code document:allowance} and
 * {@code document:charge}). TDS and SAC amounts have two implied decimals. BIG07 of CR or CN is a credit note: amounts are
 * positive and become negative lines. Ends of periods are inclusive.
 */
final class X12Parser implements DocumentParser {

    /** Qualifiers of references to an invoice. */
    private static final Set<String> PRECEDING = Set.of("OI", "IV", "I5");

    private static final Set<String> CREDIT_TYPES = Set.of("CR", "CN");
    private static final Set<String> PRODUCT_CODES = Set.of("VP", "VN", "SK", "MG", "SW", "VC");
    private static final Set<String> STANDARD_CODES = Set.of("UP", "UK", "EN", "UI", "UA");

    private final String account;
    private final String product;
    private final String defaultCurrency;

    /** @param defaultCurrency where the invoice has no CUR; null for none */
    X12Parser(JsonNode mapping, String defaultCurrency) {
        this.account = mapping.path("account").asText("auto");
        this.product = mapping.path("product").asText("auto");
        this.defaultCurrency = defaultCurrency;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Reading reading = new Reading(sink);
        X12Segments.read(file, reading::segment);
        return Optional.of(reading.bill());
    }

    /** The segments of the head, of one line, or of the summary. */
    private static final class Group {
        private final List<Segment> segments = new ArrayList<>();

        Optional<Segment> first(String tag, String... qualifiers) {
            for (String qualifier : qualifiers) {
                for (Segment segment : segments) {
                    if (segment.tag().equals(tag) && qualifier.equals(segment.at(1))) {
                        return Optional.of(segment);
                    }
                }
            }
            return Optional.empty();
        }

        List<Segment> all(String tag) {
            return segments.stream().filter(s -> s.tag().equals(tag)).toList();
        }

        String reference(String... qualifiers) {
            return first("REF", qualifiers).map(ref -> ref.at(2)).orElse(null);
        }
    }

    /** One invoice while it is read. */
    private final class Reading {

        private final Consumer<ParsedLine> sink;
        private final Group head = new Group();
        private final Group summary = new Group();
        private Group current = head;
        private BillType type = BillType.INVOICE;
        private String number;
        private String purpose;
        private int position;
        private int items;
        private boolean undated;

        Reading(Consumer<ParsedLine> sink) {
            this.sink = sink;
        }

        void segment(Segment segment) {
            switch (segment.tag()) {
                case "BIG":
                    number = segment.at(2);
                    purpose = segment.at(8);
                    if ("01".equals(purpose)) {
                        throw Restated.cancellation("segment BIG");
                    }
                    type = CREDIT_TYPES.contains(Values.orElse(segment.at(7), ""))
                            ? BillType.CREDIT_NOTE
                            : BillType.INVOICE;
                    break;
                case "IT1":
                    finishLine();
                    current = new Group();
                    break;
                case "TDS":
                    finishLine();
                    current = summary;
                    break;
                case "CTT":
                    finishLine();
                    requireCount(segment);
                    break;
                default:
                    break;
            }
            current.segments.add(segment);
        }

        private void requireCount(Segment total) {
            String count = Values.orElse(total.at(1), "").replaceFirst("^0+(?=\\d)", "");
            if (!count.equals(String.valueOf(items))) {
                throw new RefusedException(
                        RuleCode.INCOMPLETE_DOCUMENT,
                        total.place(),
                        "CTT says " + Values.shortened(total.at(1)) + " lines, there are " + items);
            }
        }

        private void finishLine() {
            if (current == head || current == summary) {
                return;
            }
            Group line = current;
            current = summary;
            position++;
            items++;
            String place = line.segments.get(0).place();
            BigDecimal net = null;
            try {
                net = Decimals.plain(signed(net(line)));
                sink.accept(line(line, place, net));
            } catch (LineFlawException e) {
                sink.accept(new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, currency()));
            }
        }

        private BigDecimal net(Group line) {
            Segment it1 = line.segments.get(0);
            Optional<String> stated = line.all("PAM").stream()
                    .filter(pam -> pam.at(5) != null && Set.of("1", "K").contains(Values.orElse(pam.at(4), "1")))
                    .map(pam -> pam.at(5))
                    .findFirst();
            if (stated.isPresent()) {
                return number("PAM05", stated.get());
            }
            BigDecimal price = number("IT104", it1.at(4));
            int places = "HP".equals(it1.at(5)) ? 2 : "TP".equals(it1.at(5)) ? 3 : 0;
            BigDecimal net = price.multiply(number("IT102", it1.at(2))).movePointLeft(places);
            for (Segment sac : line.all("SAC")) {
                net = net.add(allowance(sac));
            }
            return net;
        }

        /** The amount, negative for an allowance; zero where the segment is only information (N). */
        private BigDecimal allowance(Segment sac) {
            if (!Set.of("A", "C").contains(Values.orElse(sac.at(1), ""))) {
                return BigDecimal.ZERO;
            }
            BigDecimal amount = cents("SAC05", sac.at(5));
            return "A".equals(sac.at(1)) ? amount.negate() : amount;
        }

        private CanonicalLine line(Group line, String place, BigDecimal net) {
            Segment it1 = line.segments.get(0);
            String name = line.all("PID").stream()
                    .map(pid -> pid.at(5))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse("");
            String rate = line.all("TXI").stream()
                    .map(txi -> txi.at(3))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse(null);
            String key = productOf(it1, name);
            return new CanonicalLine(
                    position,
                    place,
                    it1.at(1) == null ? null : "id:" + Values.text(it1.at(1)),
                    Values.text(accountOf(line)),
                    Values.text(key),
                    "",
                    Values.text(Values.orElse(name, key)),
                    signed(it1.at(2) == null ? BigDecimal.ONE : number("IT102", it1.at(2))),
                    Values.text(Values.orElse(it1.at(3), "EA")),
                    net,
                    rate == null ? null : Values.tax(null, number("TXI03", rate)),
                    period(line),
                    reference());
        }

        private String reference() {
            return type == BillType.CREDIT_NOTE ? "credit note " + number : head.reference("OI", "IV", "I5");
        }

        private String accountOf(Group line) {
            String cost = line.reference("11", "12", "AP", "14");
            String object = line.reference("TN", "SU", "EQ", "LU");
            String order = line.reference("PO", "CO");
            String documentCost = head.reference("11", "12", "14");
            switch (account) {
                case "line:AccountingCost":
                    return cost;
                case "line:ObjectReference":
                    return object;
                case "line:OrderReference":
                    return order;
                case "document:AccountingCost":
                    return documentCost;
                case "document:BuyerReference":
                    return Values.orElse(head.reference("CR", "PO"), purchaseOrder());
                case "document:Customer":
                    return customer();
                default:
                    return Values.orElse(
                            cost, Values.orElse(object, Values.orElse(order, Values.orElse(documentCost, customer()))));
            }
        }

        private String purchaseOrder() {
            return head.all("BIG").stream()
                    .map(big -> big.at(4))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse(null);
        }

        private String customer() {
            return head.first("N1", "BY", "BT").map(n1 -> n1.at(4)).orElse(null);
        }

        private String productOf(Segment it1, String name) {
            String sellers = code(it1, PRODUCT_CODES);
            String standard = code(it1, STANDARD_CODES);
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

        /** IT106 and on: pairs of a qualifier and an id. */
        private String code(Segment it1, Set<String> qualifiers) {
            for (int i = 6; i < it1.elements().size(); i += 2) {
                if (qualifiers.contains(Values.orElse(it1.at(i), ""))) {
                    return it1.at(i + 1);
                }
            }
            return null;
        }

        private ServicePeriod period(Group group) {
            LocalDate from = date(group.first("DTM", "150", "186", "232").orElse(null));
            LocalDate to = date(group.first("DTM", "151", "187", "233").orElse(null));
            if (from == null && to == null) {
                undated = true;
                return null;
            }
            LocalDate first = from == null ? to : from;
            return Values.period(first, (to == null ? first : to).plusDays(1));
        }

        private LocalDate date(Segment dtm) {
            return dtm == null || dtm.at(2) == null
                    ? null
                    : Values.date(dtm.place(), dtm.at(2), Dates.strict("yyyyMMdd"));
        }

        private BigDecimal number(String field, String text) {
            return Values.number(field, text, '.');
        }

        private BigDecimal cents(String field, String text) {
            if (text == null || !text.matches("-?\\d{1,18}")) {
                throw new LineFlawException(
                        field + ": \"" + Values.shortened(text) + "\" is no amount with two implied decimals");
            }
            return Decimals.plain(new BigDecimal(text).movePointLeft(2));
        }

        private BigDecimal signed(BigDecimal amount) {
            return type == BillType.CREDIT_NOTE ? amount.negate() : amount;
        }

        private String currency() {
            return head.all("CUR").stream()
                    .map(cur -> cur.at(2))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse(defaultCurrency);
        }

        private void documentAllowance(Segment sac) {
            position++;
            undated = true;
            try {
                BigDecimal amount = allowance(sac);
                if (amount.signum() == 0) {
                    position--;
                    return;
                }
                boolean charge = amount.signum() > 0;
                sink.accept(new CanonicalLine(
                        position,
                        sac.place(),
                        null,
                        Values.text(accountOf(new Group())),
                        charge ? DocumentAllowances.CHARGE : DocumentAllowances.ALLOWANCE,
                        "",
                        Values.text(Values.orElse(sac.at(15), charge ? "Charge" : "Allowance")),
                        signed(charge ? BigDecimal.ONE : BigDecimal.ONE.negate()),
                        "EA",
                        signed(amount),
                        null,
                        null,
                        DocumentAllowances.reference(number)));
            } catch (LineFlawException e) {
                sink.accept(new FlawedLine(
                        position, sac.place(), RuleCode.MALFORMED_LINE, e.getMessage(), null, currency()));
            }
        }

        private String replaced() {
            return Restated.named(
                    "segment REF",
                    head.all("REF").stream()
                            .filter(ref -> PRECEDING.contains(Values.orElse(ref.at(1), "")))
                            .map(ref -> ref.at(2)));
        }

        CanonicalBill bill() {
            finishLine();
            if (number == null) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "segment BIG", "the bill has no number");
            }
            summary.all("SAC").forEach(this::documentAllowance);
            try {
                boolean missing = undated;
                ServicePeriod period = period(head);
                if (period == null && missing) {
                    String issued = head.all("BIG").get(0).at(1);
                    period = issued == null
                            ? null
                            : ServicePeriod.day(Values.date("BIG01", issued, Dates.strict("yyyyMMdd")));
                }
                BigDecimal tax = null;
                for (Segment txi : summary.all("TXI")) {
                    BigDecimal amount = number("TXI02", txi.at(2));
                    tax = tax == null ? amount : tax.add(amount);
                }
                List<Segment> total = summary.all("TDS");
                if (total.isEmpty()) {
                    throw new RefusedException(
                            RuleCode.INCOMPLETE_DOCUMENT, "document", "the invoice has no TDS and so no total");
                }
                BigDecimal gross = cents("TDS01", total.get(0).at(1));
                return new CanonicalBill(
                        Values.text(number),
                        type,
                        currency(),
                        period == null ? null : period.from(),
                        period == null ? null : period.to(),
                        Decimals.plain(signed(tax == null ? gross : gross.subtract(tax))),
                        tax == null ? null : signed(tax),
                        "05".equals(purpose) ? Values.orElse(replaced(), number) : null);
            } catch (LineFlawException | IllegalArgumentException e) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "document", e.getMessage());
            }
        }
    }
}
