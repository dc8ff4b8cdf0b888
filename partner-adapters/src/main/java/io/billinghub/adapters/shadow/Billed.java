package io.billinghub.adapters.shadow;

import io.billinghub.adapters.model.ServicePeriod;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What a partner has billed of one product to one account, in one line or in several that are priced together.
 *
 * @param quantity in the unit of the line
 * @param net as stated
 * @param service when the service was given
 * @param bill the bill's period
 * @param lines how many lines it is the sum of
 * @param startedOn first day of the account's subscription; null where none is known
 */
public record Billed(
        BigDecimal quantity,
        BigDecimal net,
        ServicePeriod service,
        ServicePeriod bill,
        int lines,
        LocalDate startedOn) {

    public Billed {
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(net, "net");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(bill, "bill");
    }

    /** The same with another quantity. */
    Billed of(BigDecimal otherQuantity) {
        return new Billed(otherQuantity, net, service, bill, lines, startedOn);
    }

    /** Both together. */
    Billed plus(Billed other) {
        LocalDate from = service.from().isBefore(other.service.from()) ? service.from() : other.service.from();
        LocalDate to = service.to().isAfter(other.service.to()) ? service.to() : other.service.to();
        return new Billed(
                quantity.add(other.quantity),
                net.add(other.net),
                new ServicePeriod(from, to),
                bill,
                lines + other.lines,
                startedOn);
    }
}
