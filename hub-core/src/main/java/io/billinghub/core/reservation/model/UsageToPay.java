package io.billinghub.core.reservation.model;

import io.billinghub.core.consumption.model.Used;
import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.money.Rounding;
import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.RatedStep;
import io.billinghub.core.rating.model.StepKind;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.ChargedItem;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.credit.Credit;
import io.billinghub.core.rating.modifier.credit.CreditReach;
import io.billinghub.core.rating.modifier.credit.CreditUse;
import io.billinghub.core.rating.modifier.credit.Credits;
import io.billinghub.core.usage.model.RatedUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What an account has used in a period, as a bill would charge it: by line, rounded.
 *
 * @param accountId {@code billing_account.id}
 * @param number of the account
 * @param currency of the account; what is priced in another one no bucket pays for
 * @param used of this account alone
 */
public record UsageToPay(long accountId, String number, CurrencyUnit currency, CyclePeriod period, List<Used> used) {

    public UsageToPay {
        used = List.copyOf(used);
    }

    /**
     * What it costs of the buckets, in the order in which a run draws them.
     *
     * @param left of each bucket, any order
     * @param before what earlier periods cost of them, by key
     */
    public List<Reserved> of(List<Credit> left, Map<String, BigDecimal> before) {
        LocalPeriod days = new LocalPeriod(period.from(), period.to());
        List<Credit> open = left.stream().map(credit -> less(credit, before)).toList();
        return Credits.lowerNet(
                        Priced.of(currency, lines()),
                        PricingPeriod.whole("usage so far", days, 1),
                        CreditReach.NET,
                        open)
                .uses()
                .stream()
                .map(this::reserved)
                .toList();
    }

    private Reserved reserved(CreditUse use) {
        return new Reserved(use.credit(), accountId, period.from(), use.drawn());
    }

    private static Credit less(Credit credit, Map<String, BigDecimal> before) {
        return new Credit(
                credit.key(),
                credit.name(),
                credit.priority(),
                credit.from(),
                credit.expires(),
                credit.unit(),
                credit.left()
                        .subtract(before.getOrDefault(credit.key(), BigDecimal.ZERO))
                        .max(BigDecimal.ZERO),
                credit.scope());
    }

    private List<RatedLine> lines() {
        List<RatedLine> lines = new ArrayList<>();
        for (Used each : used) {
            for (RatedUsage.Line line : each.lines()) {
                Money net = Rounding.lineNet(line.amount());
                if (net.getCurrencyUnit().equals(currency)) {
                    lines.add(new RatedLine(
                            item(each, line, lines.size()),
                            new Quantity(charged(line), line.unit()),
                            net.toBigMoney(),
                            ""));
                }
            }
        }
        return lines;
    }

    /** Without what the plan's allowance made free: nobody need pay for that. */
    private static BigDecimal charged(RatedUsage.Line line) {
        BigDecimal free = line.steps().stream()
                .filter(step -> step.kind() == StepKind.ALLOWANCE)
                .map(RatedStep::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return free.signum() > 0 ? line.quantity().subtract(free).max(BigDecimal.ZERO) : line.quantity();
    }

    private ChargedItem item(Used each, RatedUsage.Line line, int position) {
        return new ChargedItem(
                "line " + position,
                number,
                each.offeringKey(),
                each.partnerKey(),
                line.isAdded() ? ChargeKind.TRUE_UP : ChargeKind.USAGE,
                null,
                line.meter().days(),
                null);
    }
}
