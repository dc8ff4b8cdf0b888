package io.billinghub.core.prepaid.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A bucket that a first top-up opens.
 *
 * @param name what a customer reads, 1 to 100 characters
 * @param description at most 250 characters
 * @param priority 0 to 1,000,000; lower ones are drawn first
 * @param from the first day of service that it pays for; empty for the day on which it is opened
 * @param to the first day that it does not pay for; empty if it has no end
 * @param products keys of the offerings that it pays for; empty for all
 * @param partners keys of the party roles whose products it pays for; empty for all
 * @param lowAt once no more than this is left, it is told; at most 18 digits before the point and 12 behind it; empty for the usual part of the first top-up
 */
public record NewBucket(
        String name,
        Optional<String> description,
        int priority,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        List<String> products,
        List<String> partners,
        Optional<BigDecimal> lowAt) {

    /** Where nothing else is said. */
    public static final int USUAL_PRIORITY = 100;

    private static final int HIGHEST = 1_000_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 250;
    private static final int MOST_KEYS = 100;

    /** @throws IllegalArgumentException that begins with the name of the part that is wrong */
    public NewBucket {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("bucket/name: must have 1 to " + LONGEST_NAME + " characters");
        }
        if (description.filter(text -> text.length() > LONGEST_TEXT).isPresent()) {
            throw new IllegalArgumentException("bucket/description: must have at most " + LONGEST_TEXT + " characters");
        }
        if (priority < 0 || priority > HIGHEST) {
            throw new IllegalArgumentException("bucket/priority: must be 0 to " + HIGHEST);
        }
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException("validFor/endDateTime: must be after its begin");
        }
        products = List.copyOf(products);
        partners = List.copyOf(partners);
        if (products.size() > MOST_KEYS || partners.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    "bucket/scope: names at most " + MOST_KEYS + " products and as many partners");
        }
        if (lowAt.filter(amount -> amount.signum() < 0 || !PrepaidAmount.hasFewDigits(amount))
                .isPresent()) {
            throw new IllegalArgumentException("bucket/lowAt: must be zero or more, with " + PrepaidAmount.ALLOWED);
        }
        lowAt = lowAt.map(NewBucket::plain);
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal plain = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
