package io.billinghub.core.usage.model;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Usage that is priced together: of one account and product, from one partner, with one grouping key, by one meter.
 *
 * @param meter index in {@link Meters#all()}
 */
public record UsageGroup(long accountId, long offeringId, long partnerId, String groupingKey, int meter) {

    /** In the order of accounts, so that an account's groups are read together. */
    public static final Comparator<UsageGroup> BY_ACCOUNT = Comparator.comparingLong(UsageGroup::accountId)
            .thenComparingLong(UsageGroup::offeringId)
            .thenComparingLong(UsageGroup::partnerId)
            .thenComparing(UsageGroup::groupingKey)
            .thenComparingInt(UsageGroup::meter);

    /**
     * The grouping key of a line: that of the group, then the values of the plan's groups. Without values it is the group's
     * own; with values no two different lines of a plan have the same.
     */
    static String lineKey(String groupingKey, SortedMap<String, String> dimensions, List<String> groupBy) {
        if (groupBy.isEmpty()) {
            return groupingKey;
        }
        return Stream.concat(
                        groupingKey.isEmpty() ? Stream.empty() : Stream.of(groupingKey),
                        groupBy.stream().map(dimension -> dimensions.getOrDefault(dimension, "")))
                .map(part -> part.replace("·", "··"))
                .collect(Collectors.joining(" · "));
    }
}
