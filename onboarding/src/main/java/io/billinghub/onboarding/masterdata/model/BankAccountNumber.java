package io.billinghub.onboarding.masterdata.model;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** The checksum of an IBAN (ISO 13616, ISO 7064 MOD 97-10). */
final class BankAccountNumber {
    private static final Pattern SHAPE = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    private BankAccountNumber() {}

    /** Whether country, check digits and length can be those of an IBAN; no blanks, capitals only. */
    static boolean isIban(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return false;
        }
        StringBuilder digits = new StringBuilder(2 * text.length());
        String turned = text.substring(4) + text.substring(0, 4);
        turned.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValue() == 1;
    }
}
