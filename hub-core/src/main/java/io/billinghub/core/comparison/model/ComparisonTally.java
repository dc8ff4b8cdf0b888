package io.billinghub.core.comparison.model;

import io.billinghub.core.comparison.model.PriceComparison.Figures;
import io.billinghub.core.comparison.model.PriceComparison.NotRated;
import io.billinghub.core.comparison.model.PriceComparison.Percentile;
import io.billinghub.core.comparison.model.PriceComparison.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** Adds accounts up. Of each it keeps two numbers, and the whole of the few with the greatest changes. Not safe for concurrent use. */
public final class ComparisonTally {
    private static final int[] PERCENTILES = {5, 25, 50, 75, 95};
    private static final int MOST_REASONS = 10;

    private final int scale;
    private final Sum less;
    private final Sum more;
    private final List<BigDecimal> changes = new ArrayList<>();
    private final List<BigDecimal> percents = new ArrayList<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private BigDecimal billed = BigDecimal.ZERO;
    private BigDecimal current = BigDecimal.ZERO;
    private BigDecimal candidate = BigDecimal.ZERO;
    private long notRated;

    /**
     * @param top how many accounts are told on either side
     * @param scale decimal places of the currency
     */
    public ComparisonTally(int top, int scale) {
        this.scale = scale;
        // of equal changes the account with the smaller number comes first
        Comparator<ComparedAccount> byNumber = Comparator.comparing(ComparedAccount::number);
        this.less = new Sum(top, Comparator.comparing(ComparedAccount::change).thenComparing(byNumber));
        this.more = new Sum(
                top, Comparator.comparing(ComparedAccount::change).reversed().thenComparing(byNumber));
    }

    /** Adds one account. */
    public void add(ComparedAccount account) {
        billed = billed.add(account.billed());
        current = current.add(account.current());
        candidate = candidate.add(account.candidate());
        changes.add(account.change());
        account.percent().ifPresent(percents::add);
        if (account.change().signum() < 0) {
            less.add(account);
        } else if (account.change().signum() > 0) {
            more.add(account);
        }
    }

    /** Tells of an account that can't be compared. */
    public void leaveOut(String reason) {
        notRated++;
        if (reasons.size() < MOST_REASONS) {
            reasons.add(reason);
        }
    }

    /** What has been added so far. */
    public Figures figures() {
        Collections.sort(changes);
        Collections.sort(percents);
        List<Percentile> percentiles = new ArrayList<>();
        for (int percentile : PERCENTILES) {
            nearest(changes, percentile)
                    .ifPresent(change ->
                            percentiles.add(new Percentile(percentile, change, nearest(percents, percentile))));
        }
        return new Figures(
                changes.size(),
                scaled(billed),
                scaled(current),
                scaled(candidate),
                less.side(scale),
                more.side(scale),
                changes.size() - less.accounts - more.accounts,
                percentiles,
                new NotRated(notRated, List.copyOf(reasons)));
    }

    private BigDecimal scaled(BigDecimal amount) {
        return amount.setScale(scale);
    }

    private static Optional<BigDecimal> nearest(List<BigDecimal> sorted, int percentile) {
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        long rank = (percentile * (long) sorted.size() + 99) / 100;
        return Optional.of(sorted.get((int) rank - 1));
    }

    /** Accounts of one side, of which the first ones in the order are kept. */
    private static final class Sum {
        private final int top;
        private final Comparator<ComparedAccount> order;
        private final PriorityQueue<ComparedAccount> lastFirst;
        private long accounts;
        private BigDecimal change = BigDecimal.ZERO;

        Sum(int top, Comparator<ComparedAccount> order) {
            this.top = top;
            this.order = order;
            this.lastFirst = new PriorityQueue<>(order.reversed());
        }

        void add(ComparedAccount account) {
            accounts++;
            change = change.add(account.change());
            lastFirst.add(account);
            if (lastFirst.size() > top) {
                lastFirst.remove();
            }
        }

        Side side(int scale) {
            return new Side(
                    accounts,
                    change.setScale(scale),
                    lastFirst.stream().sorted(order).toList());
        }
    }
}
