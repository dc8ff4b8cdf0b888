package io.billinghub.core.usage.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sums of a period's usage that were read for many accounts at once, before each of them is rated. They hold for the same question alone. */
public final class SumsAhead {

    /** Nothing was read. */
    public static final SumsAhead NONE = new SumsAhead(null, List.of(), Set.of(), Map.of());

    private final UsageSpan span;
    private final List<Meter> meters;
    private final Set<Long> accounts;
    private final Map<Long, List<UsageSum>> byAccount;

    private SumsAhead(UsageSpan span, List<Meter> meters, Set<Long> accounts, Map<Long, List<UsageSum>> byAccount) {
        this.span = span;
        this.meters = meters;
        this.accounts = accounts;
        this.byAccount = byAccount;
    }

    /**
     * What was read.
     *
     * @param span whose intake has ended: nothing is added any more
     * @param meters by which it was read
     * @param accounts all that were asked for, with and without usage
     */
    public static SumsAhead of(UsageSpan span, Meters meters, Collection<Long> accounts, List<UsageSum> sums) {
        return new SumsAhead(
                span,
                meters.all(),
                Set.copyOf(accounts),
                sums.stream().collect(Collectors.groupingBy(UsageSum::accountId)));
    }

    /** The sums of these accounts; empty if one of them, or by these meters, or of this span, was not read. */
    public Optional<List<UsageSum>> of(UsageSpan other, Meters now, Long[] some) {
        boolean same = other.equals(span)
                && now.all().equals(meters)
                && Stream.of(some).allMatch(accounts::contains);
        return same
                ? Optional.of(Stream.of(some)
                        .flatMap(account -> byAccount.getOrDefault(account, List.of()).stream())
                        .toList())
                : Optional.empty();
    }
}
