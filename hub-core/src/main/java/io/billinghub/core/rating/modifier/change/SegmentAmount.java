package io.billinghub.core.rating.modifier.change;

import java.math.BigDecimal;

/**
 * The part of a fee or of usage that one segment costs.
 *
 * @param segment which days, and how the service stood
 * @param counted how many days of the period are charged, or how much usage
 * @param amount unrounded, in the plan's currency
 */
public record SegmentAmount(Segment segment, BigDecimal counted, BigDecimal amount) {}
