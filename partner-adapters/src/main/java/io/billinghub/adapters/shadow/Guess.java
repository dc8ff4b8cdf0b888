package io.billinghub.adapters.shadow;

import java.math.BigDecimal;

/**
 * What the amount would be for a cause.
 *
 * @param words behind "AMOUNT is what", for example "volume pricing gives for 137.5 GB"
 * @param agreed what gives the agreed amount, for example "graduated, as agreed,"
 */
record Guess(Cause cause, BigDecimal amount, String words, String agreed) {

    Guess(Cause cause, BigDecimal amount, String words) {
        this(cause, amount, words, "the agreed price");
    }
}
