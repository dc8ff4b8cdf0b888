package io.billinghub.core.billprint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Numbers, money and dates as a customer reads them in the bill's language. */
final class BillFormat {
    private static final int MAXIMUM_DECIMALS = 6;
    private static final int GROUP = 3;
    private static final int IBAN_GROUP = 4;

    private final BillText text;
    private final String[] months;

    BillFormat(BillText text) {
        this.text = text;
        this.months = text.say("months").split(",", -1);
    }

    /** With the currency, e.g. {@code €1,234.50} or {@code 1 234,50 €}. */
    String money(Money money) {
        String code = money.getCurrencyUnit().getCode();
        String symbol = text.sayOr("currency_" + code, text.say("currencyCode", code));
        boolean negative = money.isNegative();
        String shown = text.say("money", digits(money.getAmount().abs()), symbol);
        return negative ? text.say("minus") + shown : shown;
    }

    /** The amount alone with all decimals of its currency. */
    String amount(Money money) {
        return signed(money.getAmount());
    }

    /** A quantity or rate: no trailing zeros, at most six decimals. */
    String number(BigDecimal value) {
        BigDecimal shown =
                value.scale() > MAXIMUM_DECIMALS ? value.setScale(MAXIMUM_DECIMALS, RoundingMode.HALF_UP) : value;
        shown = shown.stripTrailingZeros();
        return signed(shown.scale() < 0 ? shown.setScale(0) : shown);
    }

    /** A price or an unrounded amount: all decimals of its currency, and up to six more where it has them. */
    String price(BigDecimal value, CurrencyUnit currency) {
        BigDecimal stripped = value.stripTrailingZeros();
        int places = Math.max(
                currency.getDecimalPlaces(),
                Math.min(stripped.scale(), currency.getDecimalPlaces() + MAXIMUM_DECIMALS));
        return signed(stripped.setScale(places, RoundingMode.HALF_UP));
    }

    /** Whether {@link #price} shows the value to its last digit. */
    boolean isWhole(BigDecimal value, CurrencyUnit currency) {
        return value.stripTrailingZeros().scale() <= currency.getDecimalPlaces() + MAXIMUM_DECIMALS;
    }

    String percent(BigDecimal rate) {
        return text.say("percent", number(rate));
    }

    String date(LocalDate date) {
        return text.say("date", day(date), months[date.getMonthValue() - 1], Integer.toString(date.getYear()));
    }

    /** A half-open period as its first and last day, without repeating a month or year. */
    String period(LocalDate from, LocalDate to) {
        LocalDate last = to.minusDays(1);
        if (!last.isAfter(from)) {
            return date(from);
        }
        String month = months[from.getMonthValue() - 1];
        if (from.getYear() != last.getYear()) {
            return date(from) + " – " + date(last);
        }
        if (from.getMonthValue() != last.getMonthValue()) {
            return text.say("periodInYear", day(from), month, date(last));
        }
        return text.say("periodInMonth", day(from), date(last));
    }

    /** In groups of four characters, as on paper. */
    static String grouped(String code) {
        String plain = code.replace(" ", "");
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            if (i > 0 && i % IBAN_GROUP == 0) {
                shown.append(' ');
            }
            shown.append(plain.charAt(i));
        }
        return shown.toString();
    }

    private String signed(BigDecimal value) {
        return value.signum() < 0 ? text.say("minus") + digits(value.negate()) : digits(value);
    }

    private String digits(BigDecimal value) {
        String plain = value.toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % GROUP == 0) {
                shown.append(text.say("grouping"));
            }
            shown.append(whole.charAt(i));
        }
        if (point >= 0) {
            shown.append(text.say("decimal")).append(plain, point + 1, plain.length());
        }
        return shown.toString();
    }

    private static String day(LocalDate date) {
        return Integer.toString(date.getDayOfMonth());
    }
}
