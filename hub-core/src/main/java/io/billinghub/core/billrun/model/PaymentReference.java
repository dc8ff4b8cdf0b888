package io.billinghub.core.billrun.model;

import java.math.BigInteger;
import java.time.LocalDate;

/** Creditor references of ISO 11649: {@code RF}, two check digits (mod 97-10), at most 21 letters and digits. */
public final class PaymentReference {

    /** 21 letters and digits may follow the check digits; the last six are the date. */
    public static final int MAX_BASE = 15;

    private static final int MOST_OF_A_KIND = 99_999;
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private PaymentReference() {}

    /**
     * The reference of an account's bill for a period: the account's {@link #base}, then {@code yyMMdd} of the period's
     * first day. No two accounts of a tenant have the same base, and the date is always six digits long, so no two bills of
     * a tenant share a reference.
     */
    public static String of(String accountNumber, LocalDate periodFrom) {
        String day = "%02d%02d%02d"
                .formatted(periodFrom.getYear() % 100, periodFrom.getMonthValue(), periodFrom.getDayOfMonth());
        return checked(base(accountNumber) + day);
    }

    /**
     * The reference of an account's bill on demand: the account's {@link #base}, then {@code D} and five digits, which no
     * date begins with.
     *
     * @param nth the how manieth of the account, 1 to 99,999
     */
    public static String onDemand(String accountNumber, int nth) {
        return numbered(accountNumber, 'D', nth);
    }

    /**
     * The reference of an account's credit note: the same with {@code C}.
     *
     * @param nth the how manieth of the account, 1 to 99,999
     */
    public static String creditNote(String accountNumber, int nth) {
        return numbered(accountNumber, 'C', nth);
    }

    private static String numbered(String accountNumber, char kind, int nth) {
        if (nth < 1 || nth > MOST_OF_A_KIND) {
            throw new IllegalArgumentException(
                    "an account has 1 to " + MOST_OF_A_KIND + " bills of kind " + kind + ", not " + nth);
        }
        return checked(base(accountNumber) + kind + "%05d".formatted(nth));
    }

    private static String checked(String reference) {
        return "RF%02d%s".formatted(98 - remainder(reference + "RF00"), reference);
    }

    /**
     * What the references of an account begin with: the last {@value #MAX_BASE} of its number's ASCII letters and digits, in
     * capitals. A tenant takes in no two accounts with the same base; the database says the same by its function {@code
     * payment_reference_base}.
     */
    public static String base(String accountNumber) {
        StringBuilder letters = new StringBuilder();
        for (char c : accountNumber.toCharArray()) {
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
                letters.append(c);
            } else if (c >= 'a' && c <= 'z') {
                letters.append((char) (c - 'a' + 'A'));
            }
        }
        return letters.substring(Math.max(0, letters.length() - MAX_BASE));
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
