package io.billinghub.core.rating.modifier.change;

import java.math.BigDecimal;

/**
 * The part of a fee that one segment costs.
 *
 * @param segment which days, and how the service stood
 * @param counted how many days of the period are charged
 * @param whole what a whole period would cost as the service stood, in the plan's currency
 * @param amount unrounded, in the plan's currency
 */
public record SegmentAmount(Segment segment, BigDecimal counted, BigDecimal whole, BigDecimal amount) {}
