package io.billinghub.core.billrun.model;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;

/** Creditor references of ISO 11649: {@code RF}, two check digits (mod 97-10), at most 21 letters and digits. */
public final class PaymentReference {

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
    private static final int MAX_BODY = 21;

    private PaymentReference() {}

    /**
     * The reference of an account's bill for a period: the letters and digits of the account number, then {@code yyMMdd}
     * of the period's first day, so that two bills of an account never share one. Of a longer account number the last
     * letters and digits stay.
     */
    public static String of(String accountNumber, LocalDate periodFrom) {
        StringBuilder body = new StringBuilder();
        for (char c : accountNumber.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
                body.append(c);
            }
        }
        String day = "%02d%02d%02d"
                .formatted(periodFrom.getYear() % 100, periodFrom.getMonthValue(), periodFrom.getDayOfMonth());
        int keep = MAX_BODY - day.length();
        String account = body.length() > keep ? body.substring(body.length() - keep) : body.toString();
        String reference = account + day;
        int check = 98 - remainder(reference + "RF00");
        return "RF%02d%s".formatted(check, reference);
    }

    /** Whether the check digits of the reference hold. */
    public static boolean isValid(String reference) {
        return reference.startsWith("RF")
                && reference.length() > 4
                && remainder(reference.substring(4) + reference.substring(0, 4)) == 1;
    }

    private static int remainder(String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : text.toCharArray()) {
            digits.append(Character.digit(c, 36));
        }
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValueExact();
    }
}
