package io.billinghub.core.billrun.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sets what is given back for a product off against what is charged for it of the same kind in the same period, under the same version
 * of its agreement first, so that it carries the reductions of what it corrects. What is beyond that is given back as it is.
 *
 * <p>Units go with the amount where units are given back; where an amount alone is, the units stay, for less. All together there are as
 * many as before. What is neither charged nor there any more is left out: it is no product that the account has. Pure.
 */
final class SetOff {

    /** Digits of a part of a quantity. */
    private static final int PLACES = 12;

    private SetOff() {}

    /**
     * The sums by id.
     *
     * @throws IllegalArgumentException if two have the same id
     */
    static Map<String, ChargedSum> of(List<ChargedSum> given) {
        Map<String, ChargedSum> sums = given.stream()
                .collect(Collectors.toMap(ChargedSum::id, Function.identity(), SetOff::refuseTwo, TreeMap::new));
        given.stream()
                .filter(sum -> sum.net().signum() < 0)
                .sorted(Comparator.comparing(ChargedSum::id))
                .forEach(back -> setOff(sums, back));
        sums.values().removeIf(sum -> sum.net().signum() == 0 && sum.quantity().signum() == 0);
        return sums;
    }

    private static void setOff(Map<String, ChargedSum> sums, ChargedSum back) {
        ChargedSum left = back;
        List<ChargedSum> same = sums.values().stream()
                .filter(sum -> sum.net().signum() > 0
                        && sum.kind() == back.kind()
                        && sum.sold().isSameProduct(back.sold()))
                .sorted(Comparator.comparing((ChargedSum sum) -> !sum.sold().equals(back.sold()))
                        .thenComparing(ChargedSum::id))
                .toList();
        for (ChargedSum sum : same) {
            BigDecimal part = left.net().negate().min(sum.net());
            BigDecimal units = units(back, part)
                    .min(left.quantity().negate().max(BigDecimal.ZERO))
                    .min(sum.quantity().max(BigDecimal.ZERO));
            if (!sum.unit().equals(back.unit())) {
                units = BigDecimal.ZERO;
            }
            sums.put(sum.id(), sum.plus(part.negate(), units.negate()));
            left = left.plus(part, units);
        }
        sums.put(back.id(), left);
    }

    /** How many units are given back with a part of the amount. */
    private static BigDecimal units(ChargedSum back, BigDecimal part) {
        BigDecimal all = back.quantity().negate().max(BigDecimal.ZERO);
        BigDecimal net = back.net().negate();
        return part.compareTo(net) == 0
                ? all
                : Divisor.of(net).into(all.multiply(part)).setScale(PLACES, RoundingMode.HALF_UP);
    }

    private static ChargedSum refuseTwo(ChargedSum one, ChargedSum other) {
        throw new IllegalArgumentException("there are two sums with the id " + other.id());
    }
}
