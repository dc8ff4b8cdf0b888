package io.billinghub.core.billrun.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.BigMoney;

/**
 * A charge that the hub has rated itself.
 *
 * @param agreementVersionId under which it is sold; empty for the host's own products
 * @param sourceId the partner role of usage, or the product of a subscription
 * @param sourceKey the same in words
 * @param groupingKey tells charges of one source and product apart
 * @param amount unrounded, without tax
 * @param serviceTo the day after the last day of service
 * @param ratedFrom first day on which the usage was rated by the plan; empty for a subscription
 * @param priceSteps the explanation as JSON, where plan, quantity and days do not give it again
 * @param detailRows how many usage records were summed; 1 for a subscription
 * @param corrected first day of the billing period whose run has charged what this corrects; empty where it corrects nothing
 */
public record NewCharge(
        long accountId,
        long offeringId,
        Optional<Long> agreementVersionId,
        Source source,
        long sourceId,
        String sourceKey,
        String groupingKey,
        String description,
        BigDecimal quantity,
        String unit,
        BigMoney amount,
        long pricePlanId,
        LocalDate serviceFrom,
        LocalDate serviceTo,
        int detailRows,
        Optional<LocalDate> ratedFrom,
        Optional<String> priceSteps,
        Optional<LocalDate> corrected) {

    /** Where a rated charge comes from. */
    public enum Source {
        USAGE,
        RECURRING
    }
}
