package io.billinghub.core.creditnote.model;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.money.LargestRemainder;
import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Decides what is taken back of each line of an invoice. */
public final class CreditedLines {

    private CreditedLines() {}

    /**
     * The net amounts that are taken back, by position; of the sign of their lines, and none of zero. Of no category and rate of tax it is
     * more than is left of all lines of it, reductions included: so neither net nor tax comes to more than the invoice has charged.
     *
     * @param lines all lines of the invoice
     * @throws HubException CREDIT_REFUSED if it is nothing, more than is left, of the other sign, or finer than the currency
     */
    public static Map<Integer, Money> of(List<CreditableLine> lines, Credited wanted) {
        Map<Integer, Money> taken = new TreeMap<>();
        if (wanted instanceof Credited.Lines some) {
            ofLines(lines, some, taken);
        } else if (wanted instanceof Credited.Amount amount) {
            spread(lines, amount.net(), taken);
        } else {
            lines.forEach(line -> taken.put(line.position(), line.left()));
        }
        taken.values().removeIf(Money::isZero);
        byTax(lines).forEach((tax, taxed) -> requireLeft(tax, taxed, taken));
        if (taken.values().stream()
                .reduce(Money::plus)
                .filter(Money::isPositive)
                .isEmpty()) {
            throw refused("nothing of the invoice is left to be credited by it");
        }
        return taken;
    }

    private record Tax(TaxCategory category, BigDecimal rate) implements Comparable<Tax> {
        static Tax of(CreditableLine line) {
            return new Tax(line.category(), line.rate().stripTrailingZeros());
        }

        @Override
        public int compareTo(Tax other) {
            int byCategory = category.compareTo(other.category);
            return byCategory != 0 ? byCategory : other.rate.compareTo(rate);
        }
    }

    private static Map<Tax, List<CreditableLine>> byTax(List<CreditableLine> lines) {
        return lines.stream().collect(Collectors.groupingBy(Tax::of, TreeMap::new, Collectors.toList()));
    }

    private static Money left(List<CreditableLine> lines) {
        return lines.stream().map(CreditableLine::left).reduce(Money::plus).orElseThrow();
    }

    private static void requireLeft(Tax tax, List<CreditableLine> lines, Map<Integer, Money> taken) {
        Money left = left(lines);
        Money net = lines.stream()
                .map(line -> taken.getOrDefault(line.position(), Money.zero(left.getCurrencyUnit())))
                .reduce(Money::plus)
                .orElseThrow();
        if (net.isPositive() && net.isGreaterThan(left)) {
            throw refused(left + " are left at " + tax.rate().toPlainString() + " %, so " + net
                    + " can't be credited of it: credit the reductions too");
        }
    }

    private static void ofLines(List<CreditableLine> lines, Credited.Lines wanted, Map<Integer, Money> taken) {
        Map<Integer, CreditableLine> known =
                lines.stream().collect(Collectors.toMap(CreditableLine::position, Function.identity()));
        for (Credited.Line some : wanted.lines()) {
            CreditableLine line = known.get(some.position());
            if (line == null) {
                throw refused("the invoice has no line " + some.position());
            }
            Money net = some.net()
                    .map(amount -> money(line.net().getCurrencyUnit(), amount))
                    .orElse(line.left());
            boolean otherSign =
                    net.getAmount().signum() * line.net().getAmount().signum() < 0;
            if (otherSign || net.abs().isGreaterThan(line.left().abs())) {
                throw refused("line " + some.position() + " of " + line.net() + " has " + line.left() + " left, so "
                        + net + " can't be credited of it");
            }
            if (taken.put(some.position(), net) != null) {
                throw refused("line " + some.position() + " stands twice");
            }
        }
    }

    /**
     * By the largest remainder: first over the taxes by what is left of each, then over its lines of what the customer owes; lines of reductions
     * stay as they are.
     */
    private static void spread(List<CreditableLine> lines, BigDecimal wanted, Map<Integer, Money> taken) {
        Money left = left(lines);
        Money net = money(left.getCurrencyUnit(), wanted);
        if (!net.isPositive() || net.isGreaterThan(left)) {
            throw refused(left + " of the invoice are left without tax, so " + net + " can't be credited of it");
        }
        List<List<CreditableLine>> owed = byTax(lines).values().stream()
                .filter(taxed -> left(taxed).isPositive())
                .toList();
        List<Money> parts = allot(net, owed.stream().map(CreditedLines::left).toList());
        for (int i = 0; i < owed.size(); i++) {
            List<CreditableLine> positive = owed.get(i).stream()
                    .filter(line -> line.left().isPositive())
                    .toList();
            List<Money> nets = allot(
                    parts.get(i), positive.stream().map(CreditableLine::left).toList());
            for (int j = 0; j < positive.size(); j++) {
                taken.put(positive.get(j).position(), nets.get(j));
            }
        }
    }

    private static List<Money> allot(Money net, List<Money> weights) {
        return LargestRemainder.allot(
                net, weights.stream().map(Money::getAmount).toList(), 0);
    }

    private static Money money(CurrencyUnit currency, BigDecimal amount) {
        try {
            return Money.of(currency, amount, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException finer) {
            throw refused(amount.toPlainString() + " has more decimals than " + currency + " has");
        }
    }

    private static HubException refused(String detail) {
        return new HubException(CoreError.CREDIT_REFUSED, detail);
    }
}
