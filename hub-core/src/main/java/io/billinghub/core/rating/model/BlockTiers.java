package io.billinghub.core.rating.model;

import io.billinghub.core.rating.Parts;
import io.billinghub.core.rating.model.Package.PackageRounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * Whole blocks, whose size and price depend on how many there are. A negative quantity reverses the whole; see
 * {@link ChargeModel}.
 *
 * @param tiers the last one open, all others with a number of blocks
 * @param charged which tiers are charged; null is taken as {@link Charged#ALL_TIERS}
 * @param rounding of the last block, where it was begun; null is taken as {@link PackageRounding#UP}
 */
public record BlockTiers(List<BlockTier> tiers, Charged charged, PackageRounding rounding) implements ChargeModel {

    /** At which tiers the blocks are charged. */
    public enum Charged {
        /** The blocks of each tier at its own price: the tiers below are used up first. */
        ALL_TIERS,
        /** All of the quantity in blocks of the highest tier that it reaches. */
        TOP_TIER
    }

    /** Refuses tiers of which not exactly the last is open. */
    public BlockTiers {
        Parts.atMost(Tiers.MOST, tiers, "tiers");
        tiers = Parts.someOf(tiers, "tiers");
        for (int i = 0; i < tiers.size(); i++) {
            boolean last = i == tiers.size() - 1;
            if (last != (tiers.get(i).blocks() == null)) {
                throw new IllegalArgumentException(
                        last
                                ? "the last tier must be open; leave blocks out of it"
                                : "tiers[" + i + "] has no blocks; only the last tier may be open");
            }
        }
        charged = charged == null ? Charged.ALL_TIERS : charged;
        rounding = rounding == null ? PackageRounding.UP : rounding;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal left = input.quantity().amount();
        List<RatedStep> steps = new ArrayList<>(tiers.size());
        int position = 0;
        while (!tiers.get(position).holds(left)) {
            BlockTier full = tiers.get(position);
            steps.add(step(input, position, full.blocks()));
            left = left.subtract(full.blocks().multiply(full.size().value()));
            position++;
        }
        if (charged == Charged.TOP_TIER) {
            steps.clear();
            left = input.quantity().amount();
        }
        steps.add(step(input, position, tiers.get(position).blocksFor(left, rounding.mode)));
        return Rated.of(input.currency(), steps);
    }

    private RatedStep step(RatingInput input, int position, BigDecimal blocks) {
        BlockTier tier = tiers.get(position);
        return new RatedStep(
                this,
                position,
                blocks.multiply(tier.size().value()),
                input.quantity().unit(),
                tier.price(),
                tier.size(),
                BigDecimal.ZERO,
                BigMoney.of(input.currency(), blocks.multiply(tier.price())));
    }

    @Override
    public String describe(RatedStep step) {
        return Wording.packages(step, rounding);
    }

    @Override
    public StepKind kind(RatedStep step) {
        return rounding.kind();
    }
}
