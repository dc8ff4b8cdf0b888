package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;

/**
 * Whole packages (blocks): {@code ⌈max(0, q − free) ÷ size⌉ × price}, or ⌊ ⌋ where only full packages count.
 *
 * <p>A negative quantity reverses the whole: −150 takes back the packages that 150 need; see {@link ChargeModel}.
 *
 * @param size units in one package, greater than zero
 * @param price of one package; may be negative (a bonus for each package)
 * @param free units that cost nothing, zero or more; null is taken as zero
 * @param rounding of a package that was begun; null is taken as {@link PackageRounding#UP}
 */
@SuppressWarnings("JavaLangClash") // the field's name for this model; java.lang.Package is not used here
public record Package(BigDecimal size, BigDecimal price, BigDecimal free, PackageRounding rounding)
        implements ChargeModel {

    /** What a package counts that was begun and not used up. */
    public enum PackageRounding {
        /** One package. */
        UP(RoundingMode.CEILING),
        /** Nothing. */
        DOWN(RoundingMode.FLOOR);

        private final RoundingMode mode;

        PackageRounding(RoundingMode mode) {
            this.mode = mode;
        }
    }

    /** Refuses a size of zero or less and a negative free quantity. */
    public Package {
        Parts.required(size, "size");
        Parts.required(price, "price");
        free = Parts.zeroIfAbsent(free, "free");
        rounding = rounding == null ? PackageRounding.UP : rounding;
        if (size.signum() <= 0) {
            throw new IllegalArgumentException("size must be greater than zero, but is " + size);
        }
        if (free.signum() < 0) {
            throw new IllegalArgumentException("free must be zero or more, but is " + free);
        }
    }

    @Override
    public Rated rateMagnitude(RatingInput input) {
        BigDecimal quantity = input.quantity().amount();
        String unit = input.quantity().unit();
        List<RatedStep> steps = new ArrayList<>(2);
        BigDecimal unpaid = quantity.min(free);
        if (free.signum() > 0) {
            steps.add(step(input, 0, unpaid, unit, BigDecimal.ZERO));
        }
        BigDecimal packages = quantity.subtract(unpaid).divide(size, 0, rounding.mode);
        if (packages.signum() > 0 || steps.isEmpty() || quantity.compareTo(free) > 0) {
            steps.add(step(input, 1, packages, "packages", price));
        }
        return Rated.of(input.currency(), steps);
    }

    private RatedStep step(RatingInput input, int position, BigDecimal quantity, String unit, BigDecimal unitPrice) {
        BigMoney amount = BigMoney.of(input.currency(), quantity.multiply(unitPrice));
        return new RatedStep(this, position, quantity, unit, unitPrice, Divisor.ONE, BigDecimal.ZERO, amount);
    }

    @Override
    public String describe(RatedStep step) {
        if (step.position() == 0) {
            return "first " + Wording.quantity(step.quantity(), step.unit()) + " free";
        }
        String begunOrFull = rounding == PackageRounding.UP ? "" : "full ";
        return Wording.plain(step.quantity()) + " × " + begunOrFull + "package of " + Wording.plain(size)
                + Wording.at(step);
    }
}
