package io.billinghub.core.consumption.model;

import io.billinghub.core.usage.model.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.joda.money.BigMoney;

/**
 * What one account has used of one product from one partner, in one unit.
 *
 * @param offeringKey of the product, for people
 * @param offeringName what a customer reads
 * @param partnerKey key of the partner's role
 * @param unit as the usage was sent
 * @param quantity the sum of the records; 0 if there is only what began before the period
 * @param records how many of them
 * @param lines what is charged for it; empty if it has no price
 * @param unrated why it has no price, and what to do; empty if it has one, or is left out by its price plan
 */
public record Used(
        long accountId,
        long offeringId,
        String offeringKey,
        String offeringName,
        long partnerId,
        String partnerKey,
        String unit,
        BigDecimal quantity,
        long records,
        List<RatedUsage.Line> lines,
        Optional<String> unrated) {

    public Used {
        Objects.requireNonNull(quantity, "quantity");
        lines = List.copyOf(lines);
    }

    /** The unrounded amount by the price plan; empty where usage has no price, or in more than one currency. */
    public Optional<BigMoney> amount() {
        List<BigMoney> amounts = lines.stream().map(line -> line.amount()).toList();
        long currencies =
                amounts.stream().map(BigMoney::getCurrencyUnit).distinct().count();
        return currencies == 1 ? Optional.of(BigMoney.total(amounts)) : Optional.empty();
    }
}
