package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import org.joda.money.BigMoney;

/**
 * What usage of an earlier period has been charged so far, corrections included.
 *
 * @param quantity in the price plan's unit
 * @param pricePlanId of one of the charges
 */
public record ChargedUsage(
        long accountId,
        long offeringId,
        String description,
        long partnerId,
        String partnerKey,
        String groupingKey,
        String unit,
        BigDecimal quantity,
        BigMoney amount,
        long pricePlanId) {}
