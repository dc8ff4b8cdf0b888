package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import io.billinghub.core.rating.Parts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Whole packages (blocks): {@code ⌈max(0, q − free) ÷ size⌉ × price}, or ⌊ ⌋ where only full packages count.
 *
 * <p>A step prices the units of the packages that are paid: 3 packages of 5 GB are the quantity 15 GB at the price of one
 * package per 5 GB.
 *
 * <p>A negative quantity reverses the whole: −150 takes back the packages that 150 need; see {@link ChargeModel}.
 *
 * @param size units in one package, greater than zero
 * @param price of one package; may be negative (a bonus for each package)
 * @param free units that cost nothing, zero or more; null is taken as zero
 * @param rounding of a package that was begun; null is taken as {@link PackageRounding#UP}
 */
@SuppressWarnings("JavaLangClash") // the field's name for this model; java.lang.Package is not used here
public record Package(Divisor size, BigDecimal price, BigDecimal free, PackageRounding rounding)
        implements ChargeModel {

    /** What a package counts that was begun and not used up. */
    public enum PackageRounding {
        /** One package. */
        UP(RoundingMode.CEILING),
        /** Nothing. */
        DOWN(RoundingMode.FLOOR);

        final RoundingMode mode;

        PackageRounding(RoundingMode mode) {
            this.mode = mode;
        }

        StepKind kind() {
            return this == UP ? StepKind.PACKAGES : StepKind.FULL_PACKAGES;
        }
    }

    /** Refuses a missing size or price and a negative free quantity. */
    public Package {
        Parts.present(size, "size");
        Parts.required(price, "price");
        free = Parts.notNegative(free, "free");
        rounding = rounding == null ? PackageRounding.UP : rounding;
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        String unit = input.quantity().unit();
        CurrencyUnit currency = input.currency();
        List<RatedStep> steps = new ArrayList<>(2);
        BigDecimal unpaid = quantity.min(free);
        if (free.signum() > 0) {
            steps.add(new RatedStep(
                    this, 0, unpaid, unit, BigDecimal.ZERO, size, BigDecimal.ZERO, BigMoney.zero(currency)));
        }
        if (steps.isEmpty() || quantity.compareTo(free) > 0) {
            BigDecimal packages = quantity.subtract(unpaid).divide(size.value(), 0, rounding.mode);
            BigDecimal paid = packages.multiply(size.value());
            BigMoney amount = BigMoney.of(currency, packages.multiply(price));
            steps.add(new RatedStep(this, 1, paid, unit, price, size, BigDecimal.ZERO, amount));
        }
        return Rated.of(currency, steps);
    }

    @Override
    public String describe(RatedStep step) {
        if (step.position() == 0) {
            return "first " + Wording.quantity(step.quantity(), step.unit()) + " free";
        }
        return Wording.packages(step, rounding);
    }

    @Override
    public StepKind kind(RatedStep step) {
        if (step.position() == 0) {
            return StepKind.FREE;
        }
        return rounding.kind();
    }
}
