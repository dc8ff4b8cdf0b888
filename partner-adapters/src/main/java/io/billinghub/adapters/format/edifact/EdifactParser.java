package io.billinghub.adapters.format.edifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.CreditNoteCodes;
import io.billinghub.adapters.format.DocumentAllowances;
import io.billinghub.adapters.format.DocumentParser;
import io.billinghub.adapters.format.Restated;
import io.billinghub.adapters.format.edifact.EdifactSegments.Segment;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.mapping.Values;
import io.billinghub.adapters.model.BillType;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
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
 * EDIFACT INVOIC of the directories D.93A to D.03B. Both decimal signs are understood (ISO 9735 allows both). Documents of
 * the codes of credit notes ({@link CreditNoteCodes}) have negative lines. Allowances and charges of the head become lines of their own
 * (products {@code document:allowance} and {@code document:charge}); those of lines are part of the lines' amounts. Ends of
 * periods are inclusive.
 */
final class EdifactParser implements DocumentParser {

    private static final Set<String> OF_ALLOWANCE =
            Set.of("ALI", "DTM", "QTY", "RNG", "PCD", "MOA", "RTE", "TAX", "RFF");

    private final String account;
    private final String product;

    private final boolean countsSegments;

    EdifactParser(JsonNode mapping, boolean countsSegments) {
        this.countsSegments = countsSegments;
        this.account = mapping.path("account").asText("auto");
        this.product = mapping.path("product").asText("auto");
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        Reading reading = new Reading(sink);
        EdifactSegments.read(file, reading, countsSegments);
        return Optional.of(reading.bill());
    }

    /** The segments of one line, or of the head. */
    private static final class Group {
        private final List<Segment> segments = new ArrayList<>();

        Optional<Segment> first(String tag, String... qualifiers) {
            for (String qualifier : qualifiers) {
                for (Segment segment : segments) {
                    if (segment.is(tag, qualifier)) {
                        return Optional.of(segment);
                    }
                }
            }
            return Optional.empty();
        }

        String composite(String tag, int component, String... qualifiers) {
            return first(tag, qualifiers)
                    .map(segment -> segment.at(1, component))
                    .orElse(null);
        }
    }

    /** One message while it is read. */
    private final class Reading implements EdifactSegments.Listener {

        private final Consumer<ParsedLine> sink;
        private final Group head = new Group();
        private final Group summary = new Group();
        private final List<Group> allowances = new ArrayList<>();
        private boolean inAllowance;
        private Group current = head;
        private BillType type = BillType.INVOICE;
        private String number;
        private String function;
        private boolean corrected;
        private int position;
        private boolean undated;
        private String lineCurrency;

        Reading(Consumer<ParsedLine> sink) {
            this.sink = sink;
        }

        @Override
        public void segment(Segment segment) {
            switch (segment.tag()) {
                case "UNH":
                    requireInvoice(segment);
                    break;
                case "BGM":
                    number = segment.at(2, 1);
                    if (CreditNoteCodes.contains(segment.at(1, 1))) {
                        type = BillType.CREDIT_NOTE;
                    }
                    corrected = Restated.byCode(segment.at(1, 1));
                    function = segment.at(3, 1);
                    if ("1".equals(function)) {
                        throw Restated.cancellation("segment BGM");
                    }
                    break;
                case "LIN":
                    finishLine();
                    current = new Group();
                    break;
                case "UNS":
                    finishLine();
                    current = summary;
                    break;
                case "MOA":
                    segment.requireCurrency();
                    break;
                case "CNT":
                    requireCount(segment);
                    break;
                default:
                    break;
            }
            if (ofAllowance(segment)) {
                return;
            }
            // after the summary's first TAX its amounts are breakdowns, not totals
            boolean breakdown = current == summary
                    && summary.segments.stream().anyMatch(s -> s.tag().equals("TAX"));
            if (!breakdown) {
                current.segments.add(segment);
            }
        }

        /** Takes what belongs to an allowance or charge of the head. */
        private boolean ofAllowance(Segment segment) {
            boolean begins = segment.tag().equals("ALC");
            inAllowance = current == head && (begins || inAllowance && OF_ALLOWANCE.contains(segment.tag()));
            if (inAllowance) {
                if (begins) {
                    allowances.add(new Group());
                }
                allowances.get(allowances.size() - 1).segments.add(segment);
            }
            return inAllowance;
        }

        private void tellAllowance(Group group) {
            position++;
            Segment alc = group.segments.get(0);
            boolean charge = "C".equals(alc.at(1, 1));
            try {
                BigDecimal amount = number("MOA 8", group.composite("MOA", 2, "8", "23", "204"));
                Optional<Segment> vat = vat(group);
                String rate = vat.map(tax -> tax.at(5, 4)).orElse(null);
                sink.accept(new CanonicalLine(
                        position,
                        alc.place(),
                        null,
                        Values.text(accountOf(new Group())),
                        charge ? DocumentAllowances.CHARGE : DocumentAllowances.ALLOWANCE,
                        "",
                        Values.text(Values.orElse(alc.at(5, 4), charge ? "Charge" : "Allowance")),
                        signed(charge ? BigDecimal.ONE : BigDecimal.ONE.negate()),
                        "C62",
                        signed(charge ? amount : amount.negate()),
                        Values.tax(
                                vat.map(tax -> tax.at(6, 1)).orElse(null), rate == null ? null : number("TAX", rate)),
                        null,
                        DocumentAllowances.reference(Values.orElse(number, "the bill"))));
                undated = true;
            } catch (LineFlawException e) {
                sink.accept(new FlawedLine(
                        position, alc.place(), RuleCode.MALFORMED_LINE, e.getMessage(), null, currency()));
            }
        }

        private Optional<Segment> vat(Group group) {
            return group.segments.stream()
                    .filter(s -> s.tag().equals("TAX") && "VAT".equals(s.at(2, 1)))
                    .findFirst();
        }

        private void requireInvoice(Segment header) {
            if (!"INVOIC".equals(header.at(2, 1))) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        header.place(),
                        "the message is " + header.at(2, 1) + ", not INVOIC");
            }
        }

        private void requireCount(Segment control) {
            int lines = position + (current == head || current == summary ? 0 : 1);
            String count = control.at(1, 2);
            if ("2".equals(control.at(1, 1))
                    && count != null
                    && !count.replaceFirst("^0+(?=\\d)", "").equals(String.valueOf(lines))) {
                throw new RefusedException(
                        RuleCode.INCOMPLETE_DOCUMENT,
                        control.place(),
                        "CNT says " + Values.shortened(count) + " lines, there are " + lines);
            }
        }

        private void finishLine() {
            if (current == head || current == summary) {
                return;
            }
            position++;
            String place = current.segments.get(0).place();
            String currency = Values.orElse(current.composite("MOA", 3, "203", "66"), currency());
            lineCurrency = lineCurrency == null ? currency : lineCurrency;
            BigDecimal net = null;
            try {
                net = signed(number("MOA 203", current.composite("MOA", 2, "203", "66")));
                if (currency != null && !currency.equals(currency())) {
                    sink.accept(new FlawedLine(
                            position,
                            place,
                            RuleCode.LINE_CURRENCY_DIFFERS,
                            "the line is in " + currency + ", the document in " + currency(),
                            net,
                            currency));
                } else {
                    sink.accept(line(current, place, net));
                }
            } catch (LineFlawException e) {
                sink.accept(new FlawedLine(position, place, RuleCode.MALFORMED_LINE, e.getMessage(), net, currency()));
            }
        }

        private CanonicalLine line(Group line, String place, BigDecimal net) {
            Segment lin = line.segments.get(0);
            String quantity = line.composite("QTY", 2, "47", "46", "12");
            String name = line.segments.stream()
                    .filter(s -> s.tag().equals("IMD"))
                    .map(s -> Values.orElse(s.at(3, 4), s.at(3, 1)))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse("");
            Optional<Segment> vat = vat(line);
            String rate = vat.map(tax -> tax.at(5, 4)).orElse(null);
            return new CanonicalLine(
                    position,
                    place,
                    lin.at(1, 1) == null ? null : "id:" + lin.at(1, 1),
                    Values.text(accountOf(line)),
                    Values.text(productOf(line, name)),
                    "",
                    Values.text(name),
                    signed(quantity == null ? BigDecimal.ONE : number("QTY", quantity)),
                    Values.text(Values.orElse(line.composite("QTY", 3, "47", "46", "12"), "C62")),
                    net,
                    Values.tax(vat.map(tax -> tax.at(6, 1)).orElse(null), rate == null ? null : number("TAX", rate)),
                    period(line),
                    type == BillType.CREDIT_NOTE ? "credit note " + number : head.composite("RFF", 2, "IV", "OI"));
        }

        private String accountOf(Group line) {
            String cost = line.composite("RFF", 2, "ADE", "ACD");
            String object = line.composite("RFF", 2, "AVE", "MG", "TN");
            String order = line.composite("RFF", 2, "ON", "CO");
            switch (account) {
                case "line:AccountingCost":
                    return cost;
                case "line:ObjectReference":
                    return object;
                case "line:OrderReference":
                    return order;
                case "document:AccountingCost":
                case "document:BuyerReference":
                    return head.composite("RFF", 2, "ADE", "CR", "ON");
                case "document:Customer":
                    return customer();
                default:
                    return Values.orElse(cost, Values.orElse(object, Values.orElse(order, customer())));
            }
        }

        private String customer() {
            return head.first("NAD", "BY", "IV").map(party -> party.at(2, 1)).orElse(null);
        }

        private String productOf(Group line, String name) {
            String sellers = line.segments.stream()
                    .filter(s -> s.tag().equals("PIA"))
                    .map(s -> s.at(2, 1))
                    .filter(code -> code != null)
                    .findFirst()
                    .orElse(null);
            String standard = line.segments.get(0).at(3, 1);
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

        private ServicePeriod period(Group group) {
            LocalDate from = date(group.first("DTM", "167", "194", "117", "206").orElse(null));
            LocalDate to = date(group.first("DTM", "168", "206", "128", "194").orElse(null));
            if (from == null && to == null) {
                undated = true;
                return null;
            }
            LocalDate first = from == null ? to : from;
            return Values.period(first, (to == null ? first : to).plusDays(1));
        }

        private LocalDate date(Segment dtm) {
            return dtm == null ? null : EdifactDates.of(dtm);
        }

        private BigDecimal number(String field, String text) {
            return Values.number(field, text == null ? null : text.replace(',', '.'), '.');
        }

        private BigDecimal signed(BigDecimal amount) {
            return type == BillType.CREDIT_NOTE ? amount.negate() : amount;
        }

        private String currency() {
            String stated = head.composite("CUX", 2, "2");
            String total = summary.composite("MOA", 3, "79", "125", "86", "9", "77");
            return Values.orElse(stated, Values.orElse(lineCurrency, total));
        }

        /** Function 5 of BGM replaces the bill that is named, or the one before under the same number. */
        private String replaces() {
            String named = Restated.named(
                    "segment RFF",
                    head.segments.stream()
                            .filter(segment -> segment.is("RFF", "OI") || segment.is("RFF", "IV"))
                            .map(segment -> segment.at(1, 2)));
            return "5".equals(function) ? Values.orElse(named, number) : corrected ? named : null;
        }

        CanonicalBill bill() {
            finishLine();
            if (number == null) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "segment BGM", "the bill has no number");
            }
            if (current != summary) {
                throw new RefusedException(
                        RuleCode.MALFORMED_DOCUMENT,
                        "document",
                        "the message has no UNS and so no summary: it is cut off");
            }
            allowances.forEach(this::tellAllowance);
            try {
                boolean missing = undated;
                ServicePeriod period = period(head);
                if (period == null && missing) {
                    LocalDate issued = date(head.first("DTM", "137", "3").orElse(null));
                    period = issued == null ? null : ServicePeriod.day(issued);
                }
                // 125 is what is taxed, allowances and charges in it; 79 is the lines alone
                String net = summary.composite("MOA", 2, "125", "79");
                String tax = summary.composite("MOA", 2, "176", "124");
                String gross = summary.composite("MOA", 2, "77", "39", "86");
                if (net == null && tax != null && gross != null) {
                    net = number("MOA 77", gross)
                            .subtract(number("MOA 176", tax))
                            .toPlainString();
                }
                return new CanonicalBill(
                        Values.text(number),
                        type,
                        currency(),
                        period == null ? null : period.from(),
                        period == null ? null : period.to(),
                        net == null ? null : signed(number("MOA 79", net)),
                        tax == null ? null : signed(number("MOA 176", tax)),
                        replaces());
            } catch (LineFlawException | IllegalArgumentException e) {
                throw new RefusedException(RuleCode.MALFORMED_DOCUMENT, "document", e.getMessage());
            }
        }
    }
}
