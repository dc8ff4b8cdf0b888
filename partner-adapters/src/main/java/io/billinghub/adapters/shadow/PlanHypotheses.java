package io.billinghub.adapters.shadow;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.model.ChargeModel;
import io.billinghub.core.rating.model.Flat;
import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.Package;
import io.billinghub.core.rating.model.Volume;
import io.billinghub.core.rating.modifier.Validity;
import io.billinghub.core.rating.modifier.pricing.PlanModifiers;
import io.billinghub.core.rating.modifier.promotion.Promotion;
import io.billinghub.core.rating.modifier.spend.SpendLimit;
import io.billinghub.core.rating.plan.StoredPlan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Another price than the agreed one was applied: an older one, other tiers, or one without a part of its terms. Pure. */
final class PlanHypotheses {

    /** Small enough to change no amount, large enough to move a quantity that ends a tier into the next one. */
    private static final BigDecimal A_LITTLE = new BigDecimal("0.000000000001");

    private PlanHypotheses() {}

    static Stream<Guess> otherVersion(Compared c) {
        Comparator<StoredPlan> byBegin = Comparator.comparing(StoredPlan::validFrom);
        Stream<Guess> old = c.versions().stream()
                .filter(version -> version.validFrom().isBefore(c.agreed().validFrom()))
                .sorted(byBegin.reversed())
                .flatMap(version ->
                        versionGuess(Cause.OLD_PRICE_VERSION, c, version, "until before " + version.validTo()));
        Stream<Guess> future = c.versions().stream()
                .filter(version -> version.validFrom().isAfter(c.agreed().validFrom()))
                .sorted(byBegin)
                .flatMap(
                        version -> versionGuess(Cause.FUTURE_PRICE_VERSION, c, version, "from " + version.validFrom()));
        return Stream.concat(old, future);
    }

    private static Stream<Guess> versionGuess(Cause cause, Compared c, StoredPlan version, String inForce) {
        return AgreedAmount.of(version.plan(), c.billed()).stream()
                .map(amount -> new Guess(
                        cause,
                        amount,
                        "version " + version.plan().version() + " of the price gives, which is in force " + inForce,
                        "version " + c.plan().version() + ", as agreed,"));
    }

    static Stream<Guess> otherTiering(Compared c) {
        ChargeModel model = c.plan().model();
        if (model instanceof Graduated graduated) {
            return c.withModel(new Volume(graduated.tiers(), graduated.priceBase(), graduated.flatFeeAtZero())).stream()
                    .map(amount -> new Guess(
                            Cause.VOLUME_FOR_GRADUATED,
                            amount,
                            "volume pricing gives for " + c.quantity(),
                            "graduated, as agreed,"));
        }
        if (model instanceof Volume volume) {
            return c.withModel(new Graduated(volume.tiers(), volume.priceBase(), volume.flatFeeAtZero())).stream()
                    .map(amount -> new Guess(
                            Cause.GRADUATED_FOR_VOLUME,
                            amount,
                            "graduated pricing gives for " + c.quantity(),
                            "volume, as agreed,"));
        }
        return Stream.empty();
    }

    static Stream<Guess> tierBoundary(Compared c) {
        return Stream.of(A_LITTLE.negate(), BigDecimal.ONE.negate(), BigDecimal.ONE)
                .flatMap(by -> ModelChanges.boundariesMovedBy(c.plan().model(), by).stream()
                        .flatMap(model -> c.withModel(model).stream())
                        .map(amount -> new Guess(
                                Cause.TIER_BOUNDARY,
                                amount,
                                "tiers give that end " + (by.signum() < 0 ? "before" : "behind")
                                        + " the agreed quantity and not with it, for " + c.quantity())));
    }

    static Stream<Guess> limitMissing(Compared c) {
        PlanModifiers terms = c.plan().modifiers();
        SpendLimit limit = terms == null ? null : terms.limit();
        if (limit == null) {
            return Stream.empty();
        }
        List<Guess> guesses = new ArrayList<>();
        if (limit.minimum() != null) {
            c.withModifiers(limited(terms, limit, null, limit.maximum()))
                    .ifPresent(amount -> guesses.add(new Guess(
                            Cause.MINIMUM_MISSING,
                            amount,
                            "the price gives without the minimum of " + c.words(limit.minimum()))));
        }
        if (limit.maximum() != null) {
            c.withModifiers(limited(terms, limit, limit.minimum(), null))
                    .ifPresent(amount -> guesses.add(new Guess(
                            Cause.MAXIMUM_MISSING,
                            amount,
                            "the price gives without the maximum of " + c.words(limit.maximum()))));
        }
        return guesses.stream();
    }

    private static PlanModifiers limited(
            PlanModifiers terms, SpendLimit limit, BigDecimal minimum, BigDecimal maximum) {
        SpendLimit other = minimum == null && maximum == null
                ? null
                : new SpendLimit(
                        limit.key(),
                        limit.name(),
                        minimum,
                        maximum,
                        limit.proration(),
                        limit.basis(),
                        limit.scope(),
                        limit.chargedAs());
        return new PlanModifiers(terms.allowance(), terms.promotions(), other, terms.commitment(), terms.changes());
    }

    static Stream<Guess> flatFeeMissing(Compared c) {
        return ModelChanges.withoutFlatFees(c.plan().model()).flatMap(c::withModel).stream()
                .map(amount ->
                        new Guess(Cause.FLAT_FEE_MISSING, amount, "the price gives without the flat fee of its tiers"));
    }

    static Stream<Guess> freeQuantityMissing(Compared c) {
        Stream<Guess> ofBlocks = ModelChanges.withoutFreeUnits(c.plan().model()).flatMap(c::withModel).stream()
                .map(amount ->
                        new Guess(Cause.FREE_QUANTITY_MISSING, amount, "the price gives without its free units"));
        PlanModifiers terms = c.plan().modifiers();
        if (terms == null || terms.allowance() == null) {
            return ofBlocks;
        }
        PlanModifiers without =
                new PlanModifiers(null, terms.promotions(), terms.limit(), terms.commitment(), terms.changes());
        return Stream.concat(
                ofBlocks,
                c.withModifiers(without).stream()
                        .map(amount -> new Guess(
                                Cause.FREE_QUANTITY_MISSING,
                                amount,
                                "the price gives without the allowance "
                                        + terms.allowance().key())));
    }

    static Stream<Guess> promotionMissing(Compared c) {
        List<Promotion> promotions = promotions(c);
        return promotions.stream()
                .flatMap(left ->
                        c
                                .withModifiers(promoted(
                                        c,
                                        promotions.stream()
                                                .filter(p -> p != left)
                                                .toList()))
                                .stream()
                                .map(amount -> new Guess(
                                        Cause.PROMOTION_MISSING,
                                        amount,
                                        "the price gives without the promotion " + left.key())));
    }

    static Stream<Guess> promotionExpired(Compared c) {
        List<Promotion> unending = promotions(c).stream()
                .map(p -> new Promotion(p.key(), p.name(), p.reduction(), 1, 0, Validity.ALWAYS))
                .toList();
        return unending.stream()
                .flatMap(given -> c
                        .changed(c.plan().model(), promoted(c, List.of(given)))
                        .flatMap(plan -> AgreedAmount.inFirstPeriod(plan, c.billed()))
                        .stream()
                        .map(amount -> new Guess(
                                Cause.PROMOTION_EXPIRED,
                                amount,
                                "the price gives with the promotion " + given.key()
                                        + ", which does not hold for this period")));
    }

    private static List<Promotion> promotions(Compared c) {
        return c.plan().modifiers() == null ? List.of() : c.plan().modifiers().promotions();
    }

    private static PlanModifiers promoted(Compared c, List<Promotion> promotions) {
        PlanModifiers terms = c.plan().modifiers();
        return new PlanModifiers(terms.allowance(), promotions, terms.limit(), terms.commitment(), terms.changes());
    }

    static Stream<Guess> proration(Compared c) {
        if (!(c.plan().model() instanceof Flat flat) || flat.timing() == Flat.Timing.ONE_TIME) {
            return Stream.empty();
        }
        BigDecimal fee = flat.fee().multiply(c.billed().quantity());
        long days = ServiceDays.days(c.billed().service());
        List<Guess> guesses = new ArrayList<>();
        ServiceDays.monthOf(c.billed().service(), c.billed().bill()).ifPresent(month -> {
            guesses.add(part(fee, days, month.days(), days + " of " + month.days() + " days"));
            guesses.add(part(
                    fee, days + 1, month.days(), "both ends counted, " + (days + 1) + " of " + month.days() + " days"));
        });
        long days360 = ServiceDays.daysOf360(c.billed().service());
        guesses.add(part(fee, days360, 30, "30 days a month, " + days360 + " of 30 days"));
        guesses.add(part(fee, days, 30, "actual days of a month of 30, " + days + " of 30 days"));
        guesses.add(part(fee, days * 12, 365, days + " of 365 days of a year"));
        guesses.add(new Guess(Cause.PRORATION, fee, "the whole fee comes to, not reduced to the days of service"));
        return guesses.stream();
    }

    private static Guess part(BigDecimal fee, long days, long of, String words) {
        BigDecimal amount = Divisor.of(of).into(fee.multiply(BigDecimal.valueOf(days)));
        return new Guess(Cause.PRORATION, amount, "the fee gives for " + words);
    }

    static Stream<Guess> blockRounding(Compared c) {
        if (!(c.plan().model() instanceof Package blocks)) {
            return Stream.empty();
        }
        Stream<Guess> otherWay = ModelChanges.roundedTheOtherWay(blocks).stream()
                .flatMap(model -> c.withModel(model).stream()
                        .map(amount -> new Guess(
                                Cause.BLOCK_ROUNDING,
                                amount,
                                "blocks of " + blocks.size() + " give that are rounded "
                                        + (model.rounding() == Package.PackageRounding.UP ? "up" : "down"))));
        BigDecimal paid = c.billed().quantity().subtract(blocks.free()).max(BigDecimal.ZERO);
        return Stream.concat(
                otherWay,
                Stream.of(new Guess(
                        Cause.BLOCK_ROUNDING,
                        blocks.size().into(paid.multiply(blocks.price())),
                        "parts of blocks of " + blocks.size() + " give that are not rounded")));
    }
}
