package io.billinghub.onboarding.migration.model;

import java.math.BigDecimal;

/**
 * How many there are, and what they come to.
 *
 * @param sum of amounts, of products the sum of quantities; null where there is nothing to add up, or nothing was said
 */
public record Total(long count, BigDecimal sum) {

    /** Whether it is what was expected; where no sum was said, the count alone tells. */
    boolean agreesWith(Total expected) {
        return count == expected.count()
                && (expected.sum() == null || sum != null && sum.compareTo(expected.sum()) == 0);
    }

    /** Whether it says the very same. */
    boolean isSame(Total other) {
        return count == other.count()
                && (sum == null ? other.sum() == null : other.sum() != null && sum.compareTo(other.sum()) == 0);
    }
}
