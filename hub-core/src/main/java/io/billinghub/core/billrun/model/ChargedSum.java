package io.billinghub.core.billrun.model;

import io.billinghub.core.rating.model.LocalPeriod;
import io.billinghub.core.rating.modifier.ChargeKind;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one account is charged in a period for one product: all charges of the same seller, tax, kind, days and unit. It is what the
 * terms of the account take for a line.
 *
 * @param accountId {@code billing_account.id}
 * @param service the days of service
 * @param quantity what is charged of it; without what an allowance of the price plan made free
 * @param net sum of the charges, each rounded as its line on the bill is
 */
public record ChargedSum(
        long accountId,
        SoldAs sold,
        ChargeKind kind,
        LocalPeriod service,
        String unit,
        BigDecimal quantity,
        BigDecimal net) {

    /** Tells it from the account's other sums, and is the same in each repetition. */
    public String id() {
        return String.join(
                "|",
                sold.product(),
                kind.name(),
                service.from().toString(),
                service.to().toString(),
                unit,
                sold.agreementVersionId().map(String::valueOf).orElse(""),
                sold.tax()
                        .map(tax -> tax.category() + " " + tax.rate().toPlainString())
                        .orElse(""));
    }

    /** With what else is charged, or given back, of the same. */
    ChargedSum plus(BigDecimal more, BigDecimal units) {
        return new ChargedSum(accountId, sold, kind, service, unit, quantity.add(units), net.add(more));
    }

    /** The sums by id, those of the same id together. */
    static Map<String, ChargedSum> byId(Collection<ChargedSum> sums) {
        Map<String, ChargedSum> byId = new TreeMap<>();
        sums.forEach(sum -> byId.merge(sum.id(), sum, (one, other) -> one.plus(other.net, other.quantity)));
        return byId;
    }
}
