package io.billinghub.core.rating.modifier.credit;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Split;
import io.billinghub.core.rating.modifier.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws prepaid credits and packs. A credit is never drawn below zero and never pays more than there is to pay. What it
 * pays is split over the lines that it may pay in proportion to what is open on each. A pack pays the part of a line's net
 * amount that its units are of the line's units which no pack has covered yet, in whole minor units.
 */
public final class Credits {
    private final PricingPeriod period;
    private final Map<String, BigDecimal> covered = new HashMap<>();
    private final Map<String, BigDecimal> paid = new HashMap<>();
    private final List<CreditUse> uses = new ArrayList<>();
    private final List<Credit> left = new ArrayList<>();
    private Priced now;

    private Credits(Priced priced, PricingPeriod period) {
        this.now = priced;
        this.period = period;
    }

    /**
     * Draws what lowers the net amount: packs, and money if it reaches the net amount only.
     *
     * @param credits any order
     */
    public static CreditsDrawn lowerNet(Priced priced, PricingPeriod period, CreditReach reach, List<Credit> credits) {
        Credits run = new Credits(priced, period);
        for (Credit credit : inOrder(credits)) {
            if (credit.isPack()) {
                run.drawPack(credit);
            } else if (reach == CreditReach.NET) {
                run.drawMoney(credit, AdjustmentKind.CREDIT);
            } else {
                run.keep(credit, BigDecimal.ZERO);
            }
        }
        return run.result();
    }

    /**
     * Pays net amounts and tax with money; nothing if it reaches the net amount only.
     *
     * @param credits any order
     */
    public static CreditsDrawn pay(Priced priced, PricingPeriod period, CreditReach reach, List<Credit> credits) {
        Credits run = new Credits(priced, period);
        for (Credit credit : inOrder(credits)) {
            if (reach == CreditReach.NET_AND_TAX && !credit.isPack()) {
                run.drawMoney(credit, AdjustmentKind.PAYMENT);
            } else {
                run.keep(credit, BigDecimal.ZERO);
            }
        }
        return run.result();
    }

    private static List<Credit> inOrder(List<Credit> credits) {
        List<Credit> sorted = credits.stream().sorted(Credit.DRAWN_FIRST).toList();
        if (sorted.stream().map(Credit::key).distinct().count() < sorted.size()) {
            throw new IllegalArgumentException("two credits have the same key");
        }
        return sorted;
    }

    private CreditsDrawn result() {
        return new CreditsDrawn(now, uses, left);
    }

    private void drawMoney(Credit credit, AdjustmentKind kind) {
        List<RatedLine> lines = now.lines().stream().filter(credit::pays).toList();
        List<BigDecimal> rooms =
                lines.stream().map(line -> open(line, kind.isPayment())).toList();
        BigDecimal drawn = credit.left().min(Split.sum(rooms));
        List<BigDecimal> parts = Split.within(drawn, rooms, now.currency().getDecimalPlaces());
        now = now.reducedBy(new Reason(kind, credit.key(), credit.name()), lines, parts);
        for (int i = 0; kind.isPayment() && i < lines.size(); i++) {
            paid.merge(lines.get(i).id(), parts.get(i), BigDecimal::add);
        }
        keep(credit, drawn);
    }

    private BigDecimal open(RatedLine line, boolean withTax) {
        if (!withTax) {
            return now.room(line);
        }
        BigDecimal tax =
                now.rounded(now.room(line).multiply(line.item().taxPercent()).movePointLeft(2));
        return now.room(line)
                .add(tax)
                .subtract(paid.getOrDefault(line.id(), BigDecimal.ZERO))
                .max(BigDecimal.ZERO);
    }

    private void drawPack(Credit pack) {
        List<RatedLine> lines = now.lines().stream()
                .filter(line -> pack.pays(line) && now.room(line).signum() > 0)
                .toList();
        List<BigDecimal> rooms = lines.stream().map(this::uncovered).toList();
        BigDecimal drawn = pack.left().min(Split.sum(rooms));
        int places = rooms.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        List<BigDecimal> parts = Split.within(drawn, rooms, places);
        List<BigDecimal> worth = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            worth.add(worth(lines.get(i), parts.get(i), rooms.get(i)));
            covered.merge(lines.get(i).id(), parts.get(i), BigDecimal::add);
        }
        Reason reason =
                new Reason(AdjustmentKind.CREDIT, pack.key(), pack.name() + ", " + Words.quantity(drawn, pack.unit()));
        now = now.reducedBy(reason, lines, worth);
        keep(pack, drawn);
    }

    private BigDecimal uncovered(RatedLine line) {
        return line.quantity()
                .amount()
                .subtract(covered.getOrDefault(line.id(), BigDecimal.ZERO))
                .max(BigDecimal.ZERO);
    }

    private BigDecimal worth(RatedLine line, BigDecimal units, BigDecimal of) {
        if (units.signum() == 0 || units.compareTo(of) == 0) {
            return units.signum() == 0 ? BigDecimal.ZERO : now.room(line);
        }
        return now.rounded(Divisor.of(of).into(now.room(line).multiply(units))).min(now.room(line));
    }

    private void keep(Credit credit, BigDecimal drawn) {
        Credit rest = credit.less(drawn);
        if (drawn.signum() > 0) {
            uses.add(new CreditUse(credit.key(), drawn, rest.left()));
        }
        if (rest.left().signum() > 0 && !rest.expiredOn(period.billing().from())) {
            left.add(rest);
        }
    }
}
