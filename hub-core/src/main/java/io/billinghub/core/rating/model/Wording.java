package io.billinghub.core.rating.model;

import io.billinghub.core.money.Divisor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** The phrases that explanations of all models share. */
final class Wording {
    /** Decimal places behind the minor unit that an explanation shows at most. */
    private static final int EXTRA_PLACES = 6;
    /** Decimal places of a quantity that an explanation shows at most. */
    private static final int QUANTITY_PLACES = 9;

    private Wording() {}

    /** {@code "37.5 GB"}, to {@value #QUANTITY_PLACES} decimal places. */
    static String quantity(BigDecimal amount, String unit) {
        BigDecimal shown =
                amount.scale() > QUANTITY_PLACES ? amount.setScale(QUANTITY_PLACES, RoundingMode.HALF_UP) : amount;
        return plain(shown) + " " + unit;
    }

    /** {@code "0.40 EUR"}: at least the decimal places of the currency, and as many more as the price has. */
    static String price(BigDecimal price, CurrencyUnit currency) {
        return atLeastMinorUnit(price, currency) + " " + currency.getCode();
    }

    /** {@code " at 0.40 EUR per 1000 + 5.00 EUR fee"}. */
    static String at(RatedStep step) {
        CurrencyUnit currency = step.amount().getCurrencyUnit();
        StringBuilder words = new StringBuilder();
        words.append(" at ").append(price(step.unitPrice(), currency));
        Divisor base = step.priceBase();
        if (!base.isOne()) {
            words.append(" per ").append(plain(base.value()));
        }
        if (step.fee().signum() != 0) {
            words.append(" + ").append(price(step.fee(), currency)).append(" fee");
        }
        return words.toString();
    }

    /** {@code "2.5 % of 1000 EUR"}, of a step whose unit price is a percentage. */
    static String percentage(RatedStep step) {
        String words = plain(step.unitPrice()) + " % of " + quantity(step.quantity(), step.unit());
        return step.fee().signum() == 0
                ? words
                : words + " + " + price(step.fee(), step.amount().getCurrencyUnit()) + " fee";
    }

    /** {@code "3 × package of 5 GB at 2.00 EUR"}; the price base of the step is the size of a package. */
    static String packages(RatedStep step, Package.PackageRounding rounding) {
        BigDecimal size = step.priceBase().value();
        String begunOrFull = rounding == Package.PackageRounding.UP ? " × package of " : " × full package of ";
        return plain(step.quantity().divide(size, 0, RoundingMode.UNNECESSARY)) + begunOrFull
                + quantity(size, step.unit()) + " at "
                + price(step.unitPrice(), step.amount().getCurrencyUnit());
    }

    /** {@code " = 15.00"}, or {@code " ≈ 0.33333333"} where the amount goes on further than is shown. */
    static String equalsAmount(BigMoney amount) {
        BigDecimal exact = amount.getAmount();
        int places = amount.getCurrencyUnit().getDecimalPlaces() + EXTRA_PLACES;
        BigDecimal shown = exact.scale() > places ? exact.setScale(places, RoundingMode.HALF_UP) : exact;
        String sign = shown.compareTo(exact) == 0 ? " = " : " ≈ ";
        return sign + atLeastMinorUnit(shown, amount.getCurrencyUnit());
    }

    /** The number without an exponent and without zeros at its end. */
    static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    private static String atLeastMinorUnit(BigDecimal number, CurrencyUnit currency) {
        BigDecimal stripped = number.stripTrailingZeros();
        int places = currency.getDecimalPlaces();
        return (stripped.scale() < places ? stripped.setScale(places) : stripped).toPlainString();
    }
}
