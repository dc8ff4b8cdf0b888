package io.billinghub.api.tmf630;

import java.math.BigDecimal;
import org.joda.money.Money;

/**
 * Money as the TM Forum models write it.
 *
 * @param unit ISO 4217 code
 * @param value with the currency's decimals
 */
public record TmfMoney(String unit, BigDecimal value) {

    public static TmfMoney of(Money money) {
        return new TmfMoney(money.getCurrencyUnit().getCode(), money.getAmount());
    }
}
