package io.billinghub.adapters.assurance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partner's bill number taken apart: {@code INV-2026-0042/A} is the counter 42, of four digits, between {@code INV-2026-} and {@code /A}.
 *
 * @param width digits with which the counter is written
 */
record BillNumber(String prefix, long counter, int width, String suffix) {

    private static final Pattern LAST_DIGITS = Pattern.compile("(?s)(.*?)(\\d{1,18})(\\D*)");

    /** Empty for a number without a counter. */
    static Optional<BillNumber> of(String number) {
        Matcher parts = LAST_DIGITS.matcher(number);
        return parts.matches()
                ? Optional.of(new BillNumber(
                        parts.group(1),
                        Long.parseLong(parts.group(2)),
                        parts.group(2).length(),
                        parts.group(3)))
                : Optional.empty();
    }

    /** Whether both are of the same row; 999 and 1000 are, 0999 and 1000 too. */
    boolean sameRow(BillNumber other) {
        boolean written = width == other.width || (!padded() && !other.padded());
        return prefix.equals(other.prefix) && suffix.equals(other.suffix) && written;
    }

    private boolean padded() {
        return Long.toString(counter).length() < width;
    }

    /** A later number of the same row. */
    String at(long later) {
        String digits = Long.toString(later);
        return prefix + "0".repeat(Math.max(0, width - digits.length())) + digits + suffix;
    }
}
