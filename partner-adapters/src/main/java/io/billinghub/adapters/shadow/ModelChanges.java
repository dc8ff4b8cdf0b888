package io.billinghub.adapters.shadow;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.Package;
import io.billinghub.core.rating.model.PerUnit;
import io.billinghub.core.rating.model.StairStep;
import io.billinghub.core.rating.model.StairTier;
import io.billinghub.core.rating.model.Tier;
import io.billinghub.core.rating.model.Volume;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The same model with one thing done in another way; empty where the model has no such thing. */
final class ModelChanges {

    private ModelChanges() {}

    /** Tiers that end so much later. */
    static Optional<ChargeModel> boundariesMovedBy(ChargeModel model, BigDecimal by) {
        try {
            if (model instanceof StairStep stairs) {
                return Optional.of(new StairStep(
                        stairs.tiers().stream()
                                .map(tier -> new StairTier(moved(tier.upTo(), by), tier.fee()))
                                .toList(),
                        stairs.feeAtZero()));
            }
            return tiers(model, tier -> new Tier(moved(tier.upTo(), by), tier.unitPrice(), tier.flatFee()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a tier would be gone
        }
    }

    private static BigDecimal moved(BigDecimal end, BigDecimal by) {
        return end == null ? null : end.add(by);
    }

    static Optional<ChargeModel> withoutFlatFees(ChargeModel model) {
        return tiers(model, tier -> new Tier(tier.upTo(), tier.unitPrice(), BigDecimal.ZERO));
    }

    private static Optional<ChargeModel> tiers(ChargeModel model, UnaryOperator<Tier> change) {
        if (model instanceof Graduated graduated) {
            List<Tier> tiers = graduated.tiers().stream().map(change).toList();
            return Optional.of(new Graduated(tiers, graduated.priceBase(), graduated.flatFeeAtZero()));
        }
        if (model instanceof Volume volume) {
            List<Tier> tiers = volume.tiers().stream().map(change).toList();
            return Optional.of(new Volume(tiers, volume.priceBase(), volume.flatFeeAtZero()));
        }
        return Optional.empty();
    }

    static Optional<ChargeModel> withoutFreeUnits(ChargeModel model) {
        return model instanceof Package blocks && blocks.free().signum() > 0
                ? Optional.of(new Package(blocks.size(), blocks.price(), BigDecimal.ZERO, blocks.rounding()))
                : Optional.empty();
    }

    static Optional<Package> roundedTheOtherWay(ChargeModel model) {
        return model instanceof Package blocks
                ? Optional.of(new Package(
                        blocks.size(),
                        blocks.price(),
                        blocks.free(),
                        blocks.rounding() == Package.PackageRounding.UP
                                ? Package.PackageRounding.DOWN
                                : Package.PackageRounding.UP))
                : Optional.empty();
    }

    /** For how many units the model's prices stand, or the size of its blocks; empty where that is one. */
    static Optional<BigDecimal> base(ChargeModel model) {
        Divisor base = Divisor.ONE;
        if (model instanceof PerUnit perUnit) {
            base = perUnit.priceBase();
        } else if (model instanceof Graduated graduated) {
            base = graduated.priceBase();
        } else if (model instanceof Volume volume) {
            base = volume.priceBase();
        } else if (model instanceof Package blocks) {
            base = blocks.size();
        }
        return base.isOne() ? Optional.empty() : Optional.of(base.value());
    }
}
