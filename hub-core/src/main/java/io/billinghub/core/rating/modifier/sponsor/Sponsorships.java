package io.billinghub.core.rating.modifier.sponsor;

import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.modifier.AdjustmentKind;
import io.billinghub.core.rating.modifier.ChargeKind;
import io.billinghub.core.rating.modifier.PercentOff;
import io.billinghub.core.rating.modifier.Priced;
import io.billinghub.core.rating.modifier.PricingPeriod;
import io.billinghub.core.rating.modifier.RatedLine;
import io.billinghub.core.rating.modifier.Reason;
import io.billinghub.core.rating.modifier.Reducible;
import io.billinghub.core.rating.modifier.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;

/**
 * Moves what sponsors pay from the account's lines to lines of the sponsors, in whole minor units of lines that are rounded
 * already: so the two bills together come to what one would have come to.
 */
public final class Sponsorships {
    private Sponsorships() {}

    /**
     * The lines with what sponsors pay taken off, and the sponsors' lines.
     *
     * @param priced with rounded lines ({@link Priced#withRoundedLines()})
     * @param sponsorships any order
     * @param paid what each has paid so far, by key
     */
    public static Sponsored apply(
            Priced priced, PricingPeriod period, List<Sponsorship> sponsorships, Map<String, BigDecimal> paid) {
        Priced now = priced;
        List<RatedLine> moved = new ArrayList<>();
        Map<String, BigDecimal> inAll = new HashMap<>(paid);
        List<Sponsorship> sorted = sponsorships.stream()
                .sorted(Comparator.comparingInt(Sponsorship::order).thenComparing(Sponsorship::key))
                .toList();
        for (Sponsorship sponsorship : sorted) {
            List<RatedLine> lines = now.lines(sponsorship.scope());
            List<BigDecimal> parts =
                    parts(now, period, sponsorship, lines, inAll.getOrDefault(sponsorship.key(), BigDecimal.ZERO));
            now = now.reducedBy(
                    new Reason(AdjustmentKind.SPONSORED, sponsorship.key(), sponsorship.name()), lines, parts);
            for (int i = 0; i < lines.size(); i++) {
                if (parts.get(i).signum() > 0) {
                    moved.add(onSponsor(sponsorship, lines.get(i), parts.get(i)));
                }
            }
            inAll.merge(sponsorship.key(), Split.sum(parts), BigDecimal::add);
        }
        return new Sponsored(now, moved, inAll);
    }

    private static List<BigDecimal> parts(
            Priced now, PricingPeriod period, Sponsorship sponsorship, List<RatedLine> lines, BigDecimal paidSoFar) {
        int places = now.currency().getDecimalPlaces();
        List<BigDecimal> parts = new PercentOff(sponsorship.percent())
                .parts(
                        lines.stream().map(line -> Reducible.left(now, line)).toList(),
                        sponsorship.validity(),
                        period.billing(),
                        places);
        parts = parts.stream().map(now::rounded).toList();
        BigDecimal limit = sponsorship.limit(paidSoFar);
        return limit == null || Split.sum(parts).compareTo(limit) <= 0 ? parts : Split.within(limit, parts, places);
    }

    private static RatedLine onSponsor(Sponsorship sponsorship, RatedLine line, BigDecimal part) {
        return new RatedLine(
                line.item().paidBy(line.id() + "/" + sponsorship.key(), sponsorship.sponsor(), ChargeKind.SPONSORED),
                Quantity.one("sponsorship"),
                BigMoney.of(line.amount().getCurrencyUnit(), part),
                sponsorship.name());
    }
}
