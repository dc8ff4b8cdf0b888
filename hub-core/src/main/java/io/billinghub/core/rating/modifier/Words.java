package io.billinghub.core.rating.modifier;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Numbers as customers read them. */
public final class Words {
    /** Decimal places behind the minor unit that an explanation shows at most. */
    private static final int EXTRA_PLACES = 6;

    private Words() {}

    /** {@code "0.50 EUR"}: at least the decimal places of the currency, and as many more as there are. */
    public static String money(BigDecimal amount, CurrencyUnit currency) {
        return padded(amount, currency) + " " + currency.getCode();
    }

    /** For words only: a calculated amount without the digits that nobody reads. */
    public static BigDecimal rounded(BigDecimal amount, CurrencyUnit currency) {
        int places = currency.getDecimalPlaces() + EXTRA_PLACES;
        return amount.scale() > places ? amount.setScale(places, RoundingMode.HALF_UP) : amount;
    }

    /** {@code " = -12.00 EUR"}, or {@code " ≈ …"} where the amount goes on further than is shown. */
    static String equalsAmount(BigMoney amount) {
        BigDecimal exact = amount.getAmount();
        BigDecimal shown = rounded(exact, amount.getCurrencyUnit());
        return (shown.compareTo(exact) == 0 ? " = " : " ≈ ") + money(shown, amount.getCurrencyUnit());
    }

    /** The number without an exponent and without zeros at its end. */
    public static String number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    /** {@code "37.5 GB"}. */
    public static String quantity(BigDecimal amount, String unit) {
        return number(amount) + " " + unit;
    }

    private static String padded(BigDecimal number, CurrencyUnit currency) {
        BigDecimal stripped = number.stripTrailingZeros();
        int places = currency.getDecimalPlaces();
        return (stripped.scale() < places ? stripped.setScale(places) : stripped).toPlainString();
    }
}
