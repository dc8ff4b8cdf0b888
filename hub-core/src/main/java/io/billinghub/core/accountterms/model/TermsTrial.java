package io.billinghub.core.accountterms.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.discount.CouponUse;
import io.billinghub.core.rating.modifier.discount.Customer;
import io.billinghub.core.rating.modifier.pricing.AccountInput;
import io.billinghub.core.rating.modifier.pricing.AccountPriced;
import io.billinghub.core.rating.modifier.pricing.AccountPricing;
import io.billinghub.core.rating.modifier.pricing.AccountState;
import io.billinghub.core.rating.modifier.pricing.Memory;
import io.billinghub.core.rating.plan.MisfitException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Terms, and lines of one account to try them on. Nothing of it need exist.
 *
 * @param terms one or more; at most one of a key is in force on the period's first day
 * @param currency in which the account is billed
 * @param period the billing period
 * @param closes whether the run closes the period; null is taken as true
 * @param ends whether the account ends in it
 * @param customer what discounts ask of the account
 * @param lines after their plans; may be empty. Their number times that of all parts of the terms is at most 20,000
 * @param productsThere products that the account has without a line
 * @param pointsToBurn null is taken as zero
 * @param couponsOfOthers how far all other accounts have used each coupon, by code
 */
public record TermsTrial(
        List<TermsDocument> terms,
        CurrencyUnit currency,
        Days period,
        Boolean closes,
        boolean ends,
        Customer customer,
        List<Line> lines,
        List<String> productsThere,
        BigDecimal pointsToBurn,
        Map<String, CouponUse> couponsOfOthers) {
    private static final int MOST_TERMS = 50;
    private static final int MOST_LINES = 1_000;
    private static final int MOST_LINES_BY_PARTS = 20_000;

    /** Refuses a trial with a missing or wrong part. */
    public TermsTrial {
        terms = Checks.list(terms);
        if (terms.isEmpty() || terms.size() > MOST_TERMS) {
            throw new MisfitException("terms", "must hold 1 to " + MOST_TERMS + " terms, but holds " + terms.size());
        }
        Checks.present(currency, "currency");
        Checks.present(period, "period");
        Checks.present(customer, "customer");
        requireOneInForce(terms, period.from());
        lines = Checks.list(lines);
        if (lines.size() > MOST_LINES) {
            throw new MisfitException("lines", "holds " + lines.size() + " lines; allowed are up to " + MOST_LINES);
        }
        requireFew(terms, lines.size());
        productsThere = Checks.list(productsThere);
        pointsToBurn = Checks.notNegative(Checks.orElse(pointsToBurn, BigDecimal.ZERO), "pointsToBurn");
        couponsOfOthers = couponsOfOthers == null ? Map.of() : Map.copyOf(couponsOfOthers);
    }

    /** Days {@code [from, to)}, at least one. */
    public record Days(LocalDate from, LocalDate to) {
        /** Refuses days without begin or end. */
        public Days {
            Checks.present(from, "from");
            if (!Checks.present(to, "to").isAfter(from)) {
                throw new IllegalArgumentException("to, the day after the last one, must be after from");
            }
        }

        LocalPeriod period() {
            return new LocalPeriod(from, to);
        }
    }

    /**
     * A line as the account's plans have left it.
     *
     * @param product key of the offering
     * @param partner key of the party whose product it is
     * @param kind what is charged for
     * @param quantity null is taken as 1
     * @param unit null is taken as {@code piece}
     * @param amount without tax, in the account's currency; need not be rounded
     * @param service days of service; null is taken as the period
     */
    public record Line(
            String product,
            String partner,
            ChargeKind kind,
            BigDecimal quantity,
            String unit,
            BigDecimal amount,
            Days service) {
        /** Refuses a line with a missing part. */
        public Line {
            Checks.text(product, "product");
            Checks.text(partner, "partner");
            Checks.present(kind, "kind");
            quantity = Checks.orElse(quantity, BigDecimal.ONE);
            unit = Checks.orElse(unit, "piece");
            Checks.present(amount, "amount");
        }
    }

    /**
     * What came of it.
     *
     * @param applied keys of the terms that stand around the account's plans, in their order
     * @param others why each of the others does not
     * @param priced the account's lines; those of the trial have its numbers as ids, from {@code 0001}
     */
    public record Outcome(List<String> applied, List<NotApplied> others, AccountPriced priced) {
        /** Keeps copies of the lists. */
        public Outcome {
            applied = List.copyOf(applied);
            others = List.copyOf(others);
        }
    }

    /** @param why for people */
    public record NotApplied(String key, LocalDate validFrom, String why) {}

    /**
     * Prices the account.
     *
     * @param state what the period before has left
     * @throws IllegalArgumentException if two terms have the same coupon
     */
    public Outcome price(AccountState state) {
        List<TermsDocument> applied = new ArrayList<>();
        List<NotApplied> others = new ArrayList<>();
        for (TermsDocument document : terms) {
            Optional<String> why = whyNot(document);
            why.ifPresentOrElse(
                    words -> others.add(new NotApplied(document.key(), document.validFrom(), words)),
                    () -> applied.add(document));
        }
        AccountTerms together = AccountTerms.of(applied, customer, pointsToBurn);
        PricingPeriod pricing =
                new PricingPeriod("trial", period.period(), period.period(), 1, !Boolean.FALSE.equals(closes), ends);
        AccountInput input = new AccountInput(
                Priced.of(currency, rated()), pricing, customer, productsThere, pointsToBurn, couponsOfOthers);
        AccountPriced priced = AccountPricing.price(together.modifiers(), input, Memory.start(state));
        return new Outcome(applied.stream().map(TermsDocument::key).sorted().toList(), others, priced);
    }

    private Optional<String> whyNot(TermsDocument document) {
        if (!document.inForceOn(period.from())) {
            return Optional.of("not in force on " + period.from() + ", the first day of the period");
        }
        if (document.currency() != null && !document.currency().equals(currency)) {
            return Optional.of("in " + document.currency() + ", but the account is billed in " + currency);
        }
        return document.reaches(customer, currency)
                ? Optional.empty()
                : Optional.of("the account " + customer.account() + " is not in the audience");
    }

    private List<RatedLine> rated() {
        List<RatedLine> rated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            ChargedItem item = new ChargedItem(
                    String.format(Locale.ROOT, "%04d", i + 1),
                    customer.account(),
                    line.product(),
                    line.partner(),
                    line.kind(),
                    null,
                    (line.service() == null ? period : line.service()).period(),
                    null);
            rated.add(new RatedLine(
                    item, new Quantity(line.quantity(), line.unit()), BigMoney.of(currency, line.amount()), ""));
        }
        return rated;
    }

    /** Each part may touch each line, so both together say what a trial costs. */
    private static void requireFew(List<TermsDocument> terms, int lines) {
        long parts = terms.stream().mapToLong(TermsDocument::parts).sum();
        if (lines * parts > MOST_LINES_BY_PARTS) {
            throw new MisfitException(
                    "lines",
                    "holds " + lines + " lines, and the terms have " + parts + " parts; lines times parts may come to "
                            + MOST_LINES_BY_PARTS + ", so try fewer lines or fewer terms at a time");
        }
    }

    private static void requireOneInForce(List<TermsDocument> terms, LocalDate day) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).inForceOn(day) && !keys.add(terms.get(i).key())) {
                throw new MisfitException(
                        "terms[" + i + "].key", "'" + terms.get(i).key() + "' is in force on " + day + " twice");
            }
        }
    }
}
