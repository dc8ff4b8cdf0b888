package io.billinghub.core.creditnote.model;

import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.money.LargestRemainder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
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
     * The net amounts that are taken back, by position; of the sign of their lines, and none of zero.
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
        if (taken.values().stream()
                .reduce(Money::plus)
                .filter(Money::isPositive)
                .isEmpty()) {
            throw refused("nothing of the invoice is left to be credited by it");
        }
        return taken;
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

    /** By the largest remainder over lines of what the customer owes; lines of reductions stay as they are. */
    private static void spread(List<CreditableLine> lines, BigDecimal wanted, Map<Integer, Money> taken) {
        List<CreditableLine> owed =
                lines.stream().filter(line -> line.left().isPositive()).toList();
        Money left =
                lines.stream().map(CreditableLine::left).reduce(Money::plus).orElseThrow();
        Money net = money(left.getCurrencyUnit(), wanted);
        if (!net.isPositive() || net.isGreaterThan(left)) {
            throw refused(left + " of the invoice are left without tax, so " + net + " can't be credited of it");
        }
        List<BigDecimal> weights = new ArrayList<>();
        owed.forEach(line -> weights.add(line.left().getAmount()));
        List<Money> parts = LargestRemainder.allot(net, weights, 0);
        for (int i = 0; i < owed.size(); i++) {
            taken.put(owed.get(i).position(), parts.get(i));
        }
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
