package io.billinghub.core.consumption.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.usage.model.RatedUsage;
import io.billinghub.core.usage.model.UsageSum;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What accounts have used in a billing period.
 *
 * @param zone in which the period's days are counted
 * @param used by account, product, unit and partner
 */
public record Consumption(CyclePeriod period, ZoneId zone, List<Used> used) {

    private static final Comparator<Used> ORDER = Comparator.comparingLong(Used::accountId)
            .thenComparing(Used::offeringKey)
            .thenComparing(Used::unit)
            .thenComparingLong(Used::partnerId);

    public Consumption {
        used = used.stream().sorted(ORDER).toList();
    }

    private record Key(long accountId, long offeringId, long partnerId, String unit) {}

    /**
     * From what was summed and what was rated of it.
     *
     * @param sums of all usage in the period
     * @param rated the same usage by its price plans
     */
    public static Consumption of(CyclePeriod period, ZoneId zone, List<UsageSum> sums, RatedUsage rated) {
        Map<Key, List<UsageSum>> used = new LinkedHashMap<>();
        Map<Key, List<RatedUsage.Line>> lines = new LinkedHashMap<>();
        for (UsageSum sum : sums) {
            used.computeIfAbsent(
                            new Key(sum.accountId(), sum.offeringId(), sum.partnerId(), sum.unit()),
                            none -> new ArrayList<>())
                    .add(sum);
        }
        for (RatedUsage.Line line : rated.lines()) {
            Key key = new Key(
                    line.accountId(),
                    line.offeringId(),
                    line.partnerId(),
                    line.meter().unit());
            used.computeIfAbsent(key, none -> new ArrayList<>());
            lines.computeIfAbsent(key, none -> new ArrayList<>()).add(line);
        }
        List<Used> all = new ArrayList<>();
        used.forEach((key, of) -> all.add(used(key, of, lines.getOrDefault(key, List.of()), rated)));
        return new Consumption(period, zone, all);
    }

    private static Used used(Key key, List<UsageSum> sums, List<RatedUsage.Line> lines, RatedUsage rated) {
        Optional<UsageSum> first = sums.stream().findFirst();
        return new Used(
                key.accountId(),
                key.offeringId(),
                first.map(UsageSum::offeringKey)
                        .orElseGet(() -> lines.get(0).meter().plan().key()),
                first.map(UsageSum::offeringName).orElseGet(() -> lines.get(0).description()),
                key.partnerId(),
                first.map(UsageSum::partnerKey).orElseGet(() -> lines.get(0).partnerKey()),
                key.unit(),
                sums.stream().map(UsageSum::quantity).reduce(BigDecimal.ZERO, BigDecimal::add),
                sums.stream().mapToLong(UsageSum::records).sum(),
                lines,
                lines.isEmpty() ? reason(key, rated) : Optional.empty());
    }

    private static Optional<String> reason(Key key, RatedUsage rated) {
        return rated.unrated().stream()
                .filter(each -> each.accountId() == key.accountId() && each.offeringId() == key.offeringId())
                .map(RatedUsage.Unrated::reason)
                .findFirst();
    }
}
