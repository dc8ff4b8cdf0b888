package io.billinghub.core.rating.modifier.credit;

import java.math.BigDecimal;

/**
 * What was drawn of one credit.
 *
 * @param credit its key
 * @param drawn money, or units of a pack
 * @param left after it
 */
public record CreditUse(String credit, BigDecimal drawn, BigDecimal left) {}
