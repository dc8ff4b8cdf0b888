package io.billinghub.core.creditnote.model;

import io.billinghub.core.tax.model.TaxCategory;
import java.math.BigDecimal;
import org.joda.money.Money;

/**
 * A line of an invoice that was sent.
 *
 * @param position 1-based inside of the bill
 * @param net as it stands on the invoice
 * @param credited what credit notes have taken back of it already, those in review included; of the sign of the net
 * @param rate of its tax, in percent
 */
public record CreditableLine(int position, Money net, Money credited, TaxCategory category, BigDecimal rate) {

    /** What can still be taken back. */
    public Money left() {
        return net.minus(credited);
    }
}
