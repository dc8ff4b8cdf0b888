package io.billinghub.adapters.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.model.CanonicalBill;
import io.billinghub.adapters.model.CanonicalLine;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.ParsedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.validation.BillRules;
import io.billinghub.core.money.LargestRemainder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Gives the allowances and charges of a whole document accounts. By the mapping's {@code documentAllowance}:
 *
 * <ul>
 *   <li>{@code auto} (default): the account that the head names where lines are charged to it too, else {@code spread};
 *   <li>{@code spread}: over the accounts that the document's lines name, in proportion to what each is charged under
 *       the allowance's VAT category and rate (BG-20 and BG-21 reduce or raise that sum alone), or all in all where no line has
 *       them; by the largest remainder, so that the parts add up to the amount. Each part is a line of its own, whose place tells it;
 *   <li>{@code head}: the account that the head names;
 *   <li>{@code account:C-1}: the partner's customer number C-1.
 * </ul>
 *
 * <p>The memory that it takes grows with the number of accounts and allowances, not with the number of lines.
 */
public final class DocumentAllowances implements DocumentParser {

    /** Product of a document's allowances. */
    public static final String ALLOWANCE = "document:allowance";
    /** Product of a document's charges. */
    public static final String CHARGE = "document:charge";

    private static final String ONE_ACCOUNT = "account:";
    private static final String REFERENCE = "allowance of ";
    private static final int MOST_PARTS = 100_000;

    private final DocumentParser parser;
    private final String way;

    private DocumentAllowances(DocumentParser parser, String way) {
        this.parser = parser;
        this.way = way;
    }

    /** @param parser tells a document's allowances as lines of their own, each with the account that the head names */
    public static DocumentParser of(JsonNode mapping, DocumentParser parser) {
        String way = mapping.path("documentAllowance").asText("auto");
        return way.equals("head") ? parser : new DocumentAllowances(parser, way);
    }

    /** Why an allowance of the bill may be negative. */
    public static String reference(String bill) {
        return REFERENCE + bill;
    }

    @Override
    public Optional<CanonicalBill> parse(Path file, Consumer<ParsedLine> sink) throws IOException {
        if (way.startsWith(ONE_ACCOUNT)) {
            String account = way.substring(ONE_ACCOUNT.length());
            return parser.parse(
                    file,
                    parsed -> sink.accept(
                            parsed instanceof CanonicalLine line && ofDocument(line)
                                    ? part(line, account, line.position(), line.place(), line.net())
                                    : parsed));
        }
        Spreading spreading = new Spreading(sink, way.equals("auto"));
        Optional<CanonicalBill> bill = parser.parse(file, spreading);
        spreading.spread(
                bill.flatMap(head -> BillRules.minorUnits(head.currency())).orElse(2));
        return bill;
    }

    private static boolean ofDocument(CanonicalLine line) {
        return (line.product().equals(ALLOWANCE) || line.product().equals(CHARGE))
                && line.identity() == null
                && line.creditReference() != null
                && line.creditReference().startsWith(REFERENCE);
    }

    private static CanonicalLine part(CanonicalLine of, String account, int position, String place, BigDecimal net) {
        return new CanonicalLine(
                position,
                place,
                null,
                account,
                of.product(),
                of.groupingKey(),
                of.description(),
                of.quantity(),
                of.unit(),
                net,
                of.tax(),
                of.period(),
                of.creditReference());
    }

    /** VAT as the partner states it; its rate without trailing zeros, so that 20 and 20.00 are one. */
    private record Vat(String category, BigDecimal rate) {

        static Vat of(CanonicalLine.PartnerTax tax) {
            return tax == null
                    ? new Vat(null, null)
                    : new Vat(
                            tax.category(),
                            tax.rate() == null ? null : tax.rate().stripTrailingZeros());
        }
    }

    /** One document: its allowances wait until all lines are read. */
    private static final class Spreading implements Consumer<ParsedLine> {

        private final Consumer<ParsedLine> sink;
        private final boolean headFirst;
        private final List<CanonicalLine> allowances = new ArrayList<>();
        private final Map<Vat, Map<String, BigDecimal>> byVat = new LinkedHashMap<>();
        private final Map<String, BigDecimal> all = new LinkedHashMap<>();
        private int last;

        Spreading(Consumer<ParsedLine> sink, boolean headFirst) {
            this.sink = sink;
            this.headFirst = headFirst;
        }

        @Override
        public void accept(ParsedLine parsed) {
            last = Math.max(last, parsed.position());
            if (parsed instanceof CanonicalLine line) {
                if (ofDocument(line)) {
                    allowances.add(line);
                    return;
                }
                all.merge(line.account(), line.net(), BigDecimal::add);
                byVat.computeIfAbsent(Vat.of(line.tax()), vat -> new LinkedHashMap<>())
                        .merge(line.account(), line.net(), BigDecimal::add);
            }
            sink.accept(parsed);
        }

        void spread(int decimals) {
            if (all.isEmpty() || headFirst && allowances.stream().allMatch(each -> all.containsKey(each.account()))) {
                allowances.forEach(sink);
                return;
            }
            boolean tooMany = (long) allowances.size() * all.size() > MOST_PARTS && all.size() > 1;
            for (CanonicalLine allowance : allowances) {
                if (tooMany) {
                    unspread(
                            allowance,
                            allowances.size() + " allowances and charges of the document over " + all.size()
                                    + " accounts are more than " + MOST_PARTS + " parts");
                } else {
                    spread(allowance, decimals);
                }
            }
        }

        private void spread(CanonicalLine allowance, int decimals) {
            Map<String, BigDecimal> nets = byVat.getOrDefault(Vat.of(allowance.tax()), all);
            List<String> accounts = List.copyOf(nets.keySet());
            BigDecimal[] parts;
            try {
                parts = parts(allowance.net(), nets.values(), decimals);
            } catch (IllegalArgumentException | ArithmeticException e) {
                unspread(allowance, "the amount can't be spread over the document's accounts: " + e.getMessage());
                return;
            }
            List<Integer> told = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                if (parts[i].signum() != 0) {
                    told.add(i);
                }
            }
            if (told.size() < 2) {
                String account = accounts.get(told.isEmpty() ? 0 : told.get(0));
                sink.accept(part(allowance, account, allowance.position(), allowance.place(), allowance.net()));
                return;
            }
            for (int n = 0; n < told.size(); n++) {
                BigDecimal net = parts[told.get(n)];
                // with the amount, so that a part that is read otherwise later is not taken for the same one
                String place = allowance.place() + " (part " + (n + 1) + " of " + told.size() + ": "
                        + net.toPlainString() + ")";
                sink.accept(
                        part(allowance, accounts.get(told.get(n)), n == 0 ? allowance.position() : ++last, place, net));
            }
        }

        private void unspread(CanonicalLine allowance, String why) {
            sink.accept(new FlawedLine(
                    allowance.position(),
                    allowance.place(),
                    RuleCode.MALFORMED_LINE,
                    why + "; name its account in the mapping (documentAllowance)",
                    allowance.net(),
                    null));
        }

        /** Accounts whose lines go the other way than their sum take no part; where nothing is left, all have the same. */
        private static BigDecimal[] parts(BigDecimal amount, Collection<BigDecimal> nets, int decimals) {
            int scale = Math.max(decimals, amount.stripTrailingZeros().scale());
            long units = amount.setScale(scale, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
            int direction =
                    nets.stream().reduce(BigDecimal.ZERO, BigDecimal::add).signum() < 0 ? -1 : 1;
            List<BigDecimal> weights = nets.stream()
                    .map(net -> net.signum() == direction ? net.abs() : BigDecimal.ZERO)
                    .toList();
            if (weights.stream().allMatch(weight -> weight.signum() == 0)) {
                weights = Collections.nCopies(nets.size(), BigDecimal.ONE);
            }
            long[] parts = LargestRemainder.allot(units, weights, 0);
            BigDecimal[] amounts = new BigDecimal[parts.length];
            for (int i = 0; i < parts.length; i++) {
                amounts[i] = BigDecimal.valueOf(parts[i], scale);
            }
            return amounts;
        }
    }
}
