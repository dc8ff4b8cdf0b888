package io.billinghub.core.creditnote.model;

import org.joda.money.Money;

/**
 * A line of an invoice that was sent.
 *
 * @param position 1-based inside of the bill
 * @param net as it stands on the invoice
 * @param credited what credit notes have taken back of it already, those in review included; of the sign of the net
 */
public record CreditableLine(int position, Money net, Money credited) {

    /** What can still be taken back. */
    public Money left() {
        return net.minus(credited);
    }
}
