package io.billinghub.core.comparison.model;

import io.billinghub.core.cycle.CyclePeriod;
import io.billinghub.core.rating.plan.PricePlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What came of a comparison.
 *
 * @param offering key of the product
 * @param plan the other plan
 * @param periods which days were compared, one for each bill cycle with such usage
 */
public record PriceComparison(String offering, PricePlan plan, List<OfCycle> periods, Figures figures) {
    public PriceComparison {
        periods = List.copyOf(periods);
    }

    /** @param cycle key of the bill cycle */
    public record OfCycle(String cycle, CyclePeriod period) {}

    /**
     * Sums over accounts.
     *
     * @param accounts how many were compared
     * @param unchanged how many would pay the same
     * @param percentiles of the change over all accounts, from the least to the greatest
     * @param notRated usage that one of both sides can't price; such accounts are in no sum
     */
    public record Figures(
            long accounts,
            BigDecimal billed,
            BigDecimal current,
            BigDecimal candidate,
            Side winners,
            Side losers,
            long unchanged,
            List<Percentile> percentiles,
            NotRated notRated) {
        public Figures {
            percentiles = List.copyOf(percentiles);
        }
    }

    /**
     * Accounts that would pay less, or more.
     *
     * @param change of all of them together
     * @param top those with the greatest change, the greatest first
     */
    public record Side(long accounts, BigDecimal change, List<ComparedAccount> top) {
        public Side {
            top = List.copyOf(top);
        }
    }

    /**
     * @param percentile of the accounts, from 1 to 99
     * @param change that so many per cent of the accounts do not exceed (nearest rank)
     * @param percent the same of the changes in per cent; empty where no account costs anything now
     */
    public record Percentile(int percentile, BigDecimal change, Optional<BigDecimal> percent) {}

    /** @param reasons the first ones */
    public record NotRated(long accounts, List<String> reasons) {
        public NotRated {
            reasons = List.copyOf(reasons);
        }
    }
}
