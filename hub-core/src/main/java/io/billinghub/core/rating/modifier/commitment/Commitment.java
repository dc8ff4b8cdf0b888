package io.billinghub.core.rating.modifier.commitment;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedAs;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Checks;
import io.billinghub.core.rating.modifier.LineScope;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Words;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * A quantity or an amount that a customer has committed to over a term of several billing cycles. What is missing is
 * charged as a line of its own. A price of its own beyond the commitment is a matter of the charge model (graduated).
 *
 * @param key of the modifier
 * @param name what a customer reads
 * @param measure what is committed
 * @param committed per cycle under {@link Settlement#EACH_CYCLE}, else for the whole term; more than zero
 * @param unit which lines of {@link Measure#QUANTITY} count; null for amounts
 * @param cycles length of the term, 1 or more
 * @param settlement null is taken as {@link Settlement#TERM_END}
 * @param surplusCounts whether what was more in one cycle makes up for a later one; for {@link Settlement#EACH_CYCLE}
 * @param shortfallPrice per price base of a missing quantity; null for amounts, which are charged as they are
 * @param priceBase null is taken as 1
 * @param earlyEnd what is due if the service ends inside of the term; null is taken as {@link EarlyEnd#CHARGE_REST}
 * @param renews whether a new term begins when one is over
 * @param scope which lines count; null is taken as all services
 * @param chargedAs under which product a shortfall of a whole account is charged; null in a plan
 */
public record Commitment(
        String key,
        String name,
        Measure measure,
        BigDecimal committed,
        String unit,
        int cycles,
        Settlement settlement,
        boolean surplusCounts,
        BigDecimal shortfallPrice,
        Divisor priceBase,
        EarlyEnd earlyEnd,
        boolean renews,
        LineScope scope,
        ChargedAs chargedAs) {

    /** What is committed. */
    public enum Measure {
        /** Units of usage. */
        QUANTITY,
        /** Net amount of the lines as they stand on the bill. */
        AMOUNT
    }

    /** When a shortfall is charged. */
    public enum Settlement {
        /** At the end of each cycle. */
        EACH_CYCLE,
        /** At the end of the term. */
        TERM_END
    }

    /** What is due if the service ends inside of the term. */
    public enum EarlyEnd {
        /** All that is missing up to the end of the term. */
        CHARGE_REST,
        /** Only what is missing up to the cycle in which it ends; for {@link Settlement#TERM_END} nothing. */
        WAIVE_REST
    }

    /** Refuses a commitment with a missing or wrong part. */
    public Commitment {
        Checks.text(key, "key");
        Checks.text(name, "name");
        Checks.present(measure, "measure");
        Checks.positive(committed, "committed");
        Checks.atLeast(1, cycles, "cycles");
        if (measure == Measure.QUANTITY) {
            Checks.text(unit, "unit");
            Checks.notNegative(shortfallPrice, "shortfallPrice");
        } else if (unit != null || shortfallPrice != null) {
            throw new IllegalArgumentException("unit and shortfallPrice are for a committed QUANTITY only");
        }
        settlement = Checks.orElse(settlement, Settlement.TERM_END);
        priceBase = Checks.orElse(priceBase, Divisor.ONE);
        earlyEnd = Checks.orElse(earlyEnd, EarlyEnd.CHARGE_REST);
        scope = Checks.orElse(scope, LineScope.SERVICES);
    }

    /**
     * Counts the lines of a period and charges what is missing where it is due. A run that does not close the cycle only
     * counts.
     *
     * @param like the account, product and party of a shortfall line; its id is the begin of the line's id
     */
    public Settled settle(Priced priced, PricingPeriod period, ChargedItem like, CommitmentState state) {
        boolean fulfilled = state.cyclesDone() == cycles;
        if (fulfilled && !renews) {
            return new Settled(priced, state);
        }
        CommitmentState term = fulfilled ? CommitmentState.START : state;
        BigDecimal inCycle = term.inCycle().add(measured(priced));
        if (!period.closes()) {
            return new Settled(priced, new CommitmentState(term.cyclesDone(), term.reached(), inCycle, term.charged()));
        }
        int done = term.cyclesDone() + 1;
        BigDecimal reached = term.reached().add(inCycle);
        BigDecimal missing =
                missing(done, reached, inCycle, term.charged(), period.ends()).max(BigDecimal.ZERO);
        CommitmentState next = new CommitmentState(
                period.ends() ? cycles : done,
                reached,
                BigDecimal.ZERO,
                term.charged().add(missing));
        return new Settled(missing.signum() == 0 ? priced : charged(priced, period, like, missing), next);
    }

    private BigDecimal missing(int done, BigDecimal reached, BigDecimal inCycle, BigDecimal charged, boolean ends) {
        boolean restDue = ends && earlyEnd == EarlyEnd.CHARGE_REST;
        if (settlement == Settlement.TERM_END) {
            return done == cycles || restDue ? committed.subtract(reached) : BigDecimal.ZERO;
        }
        int due = restDue ? cycles : done;
        if (surplusCounts) {
            return committed.multiply(BigDecimal.valueOf(due)).subtract(reached).subtract(charged);
        }
        BigDecimal laterCycles = committed.multiply(BigDecimal.valueOf(due - done));
        return committed.subtract(inCycle).max(BigDecimal.ZERO).add(laterCycles);
    }

    private BigDecimal measured(Priced priced) {
        List<RatedLine> lines = priced.lines(scope);
        if (measure == Measure.AMOUNT) {
            return priced.billed(lines);
        }
        return Split.sum(lines.stream()
                .map(RatedLine::quantity)
                .filter(quantity -> quantity.unit().equals(unit))
                .map(Quantity::amount)
                .toList());
    }

    private Priced charged(Priced priced, PricingPeriod period, ChargedItem like, BigDecimal missing) {
        boolean amount = measure == Measure.AMOUNT;
        BigDecimal due = amount ? missing : priceBase.into(missing.multiply(shortfallPrice));
        ChargedItem item = new ChargedItem(
                like.id() + "/" + key,
                like.account(),
                like.product(),
                like.partner(),
                ChargeKind.SHORTFALL,
                like.plan(),
                period.service(),
                like.taxPercent());
        Quantity quantity = amount ? Quantity.one("shortfall") : new Quantity(missing, unit);
        String lacks = amount
                ? Words.money(Words.rounded(missing, priced.currency()), priced.currency())
                : Words.quantity(missing, unit);
        Reason reason = new Reason(AdjustmentKind.SHORTFALL, key, name + ": " + lacks + " less than committed");
        return priced.withLine(
                new RatedLine(item, quantity, BigMoney.of(priced.currency(), due), reason.words()), reason);
    }
}
