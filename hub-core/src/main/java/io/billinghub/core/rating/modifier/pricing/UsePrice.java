package io.billinghub.core.rating.modifier.pricing;

import java.math.BigDecimal;
import org.joda.money.BigMoney;

/** The plan's charge model as the modifiers see it; pure. */
@FunctionalInterface
public interface UsePrice {
    /**
     * The unrounded amount.
     *
     * @param use whose model is asked; its dimensions may matter
     * @param charged what is left of its quantity after free quantity
     */
    BigMoney of(PlanUse use, BigDecimal charged);
}
